"""python -m bot."""

from __future__ import annotations

from bot.cli.main import app

if __name__ == "__main__":
    app()
