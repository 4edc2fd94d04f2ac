"""`python -m sandbox`: the sandbox in a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import datetime

from sandbox.server import Sandbox


def main() -> int:
    asked = _arguments()
    keys = {
        name: os.environ.get(f"SLACK_{name.upper()}", "")
        for name in ("signing_secret", "bot_token", "app_token")
    }
    if not keys["bot_token"] or not (keys["signing_secret"] or keys["app_token"]):
        sys.stderr.write(
            "the environment lacks SLACK_BOT_TOKEN, or SLACK_SIGNING_SECRET or SLACK_APP_TOKEN\n"
        )
        return 2
    sandbox = Sandbox(
        port=asked.port,
        bot_url=asked.bot_url,
        **keys,
        clock_start=asked.clock_start,
        state_folder=asked.state_folder,
        manifest=asked.manifest,
    ).start()
    sys.stdout.write(f"Sandbox: {sandbox.url}\n")
    sys.stdout.flush()
    _until_told_to_stop()
    sandbox.stop()
    return 0


def _until_told_to_stop() -> None:
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--bot-url", default="", help="where the bot takes Slack's requests")
    parser.add_argument("--clock-start", type=_instant, help="2026-10-12T10:00:00+02:00")
    parser.add_argument("--manifest", help="the app's manifest.yml: its commands are offered")
    parser.add_argument("--state-folder", help="go on where the sandbox stopped")
    return parser.parse_args()


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no offset")
    return moment


if __name__ == "__main__":
    sys.exit(main())
