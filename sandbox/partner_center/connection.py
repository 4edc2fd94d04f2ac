"""Hanging up on a caller without an answer."""

from __future__ import annotations

import socket
import struct
from typing import Any

from flask import Response

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def hang_up(environ: dict[str, Any]) -> Response:
    """Reset the connection of this request; what is returned never reaches the caller."""
    still_there = environ.get("waitress.client_disconnected")
    if still_there is None:
        raise ConnectionResetError("the sandbox hung up")
    channel = still_there.__self__
    channel.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    # waitress now takes the client for gone, writes nothing and closes the socket
    channel.connected = False
    return Response(status=204)
