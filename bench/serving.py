"""What answers Slack in a process of its own: a desk that only answers, or with `bare` the same
server and Bolt with a listener that only acknowledges. Its settings are in the environment."""

from __future__ import annotations

import os
import sys

from bench.bare import bare_app
from bot.cli.running import wait_for_the_end
from bot.config import Settings
from bot.desk import start_desk
from bot.logs import start_logging
from bot.part import Part
from bot.web import serve, web_app
from bot.wiring import begin_policy, business_clock, open_ledger
from core.usecases.opening import FirstStart
from handlers.transport import SlackHttp

BARE = "bare"


def main(words: list[str]) -> int:
    start_logging("ERROR")
    if BARE in words:
        _bare(os.environ["SLACK_SIGNING_SECRET"])
    else:
        _desk()
    return 0


def _desk() -> None:
    settings = Settings.from_environment(dict(os.environ), Part.WEB)
    clock = business_clock(settings)
    assert clock is not None
    ledger = open_ledger(settings, clock)
    clock.start(lambda: None)
    begin_policy(ledger)
    desk = start_desk(settings, ledger, start=FirstStart.OPEN, part=Part.WEB)
    print(desk.url, flush=True)
    wait_for_the_end()
    desk.stop()
    clock.stop()
    ledger.close()


def _bare(secret: str) -> None:
    server = serve(web_app(SlackHttp(bare_app(secret), secret), {}), "127.0.0.1", 0)
    print(server.url, flush=True)
    wait_for_the_end()
    server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
