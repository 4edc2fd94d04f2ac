"""Hanging up on a caller without an answer."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Any

from flask import Response

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def hang_up(environ: dict[str, Any]) -> Response:
    """Reset the connection of this request; what is returned never reaches the caller."""
    still_there = environ.get("waitress.client_disconnected")
    if still_there is None:
        raise ConnectionResetError("the sandbox hung up")
    channel = still_there.__self__
    with suppress(OSError, AttributeError):  # a caller who left first has no socket any more
        channel.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    # waitress then takes the client for gone: it writes nothing and closes the socket
    channel.connected = False
    channel.will_close = True
    channel.server.pull_trigger()
    return Response(status=204)
