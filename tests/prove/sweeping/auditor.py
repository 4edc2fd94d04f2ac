"""Whoever keeps checkpoints behind an address: takes each, and keeps it."""

from __future__ import annotations

from flask import Flask, request

from sandbox.serving import HOST, Serving


class Auditor:
    """On one loopback port."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        app = Flask("auditor", static_folder=None)
        app.add_url_rule("/", view_func=self._take, methods=["POST"])
        self._serving = Serving(app, port=0, threads=2, name="auditor")
        self.url = f"http://{HOST}:{self._serving.port}/"

    def _take(self) -> str:
        self.notes.append(request.get_data(as_text=True))
        return ""

    def stop(self) -> None:
        self._serving.stop()
