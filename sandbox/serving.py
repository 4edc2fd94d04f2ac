"""A WSGI app on one loopback port, which can be stopped at any moment."""

from __future__ import annotations

import threading
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

HOST = "127.0.0.1"
_PATIENCE = 10.0


class Serving:
    """An app being served from a thread of its own."""

    def __init__(self, app: Any, *, port: int, threads: int, name: str) -> None:
        # A map of its own: servers of one process would otherwise close each other's sockets.
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            app, host=HOST, port=port, threads=threads, ident=name, map=self._sockets
        )
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.effective_port)

    def stop(self) -> None:
        """First what is being answered, then the sockets: an answer needs them."""
        self._server.task_dispatcher.shutdown(timeout=_PATIENCE)
        self._ends.set()
        self._server.pull_trigger()
        self._thread.join(_PATIENCE)
        # Not from the thread that polls: it may wake for another reason than the trigger, and
        # would then close it while it is being pulled.
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _run(self) -> None:
        while not self._ends.is_set():
            wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)
