"""`python -m bench.bare`: a bare Bolt app with one listener that acknowledges, behind the same web
server as a desk."""

from __future__ import annotations

import os
import threading

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.web import serve, web_app
from handlers.transport import SlackHttp


def bare_app(secret: str) -> App:
    app = App(
        signing_secret=secret,
        process_before_response=True,
        authorize=_authorize,
        client=WebClient(),
    )
    app.command("/standing")(_acknowledge)
    return app


def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0PARTNER", bot_user_id="U0GOODSTANDING", bot_token="none"
    )


def _acknowledge(ack: Ack) -> None:
    ack()


def main() -> None:
    secret = os.environ["SLACK_SIGNING_SECRET"]
    web = web_app(SlackHttp(bare_app(secret), secret), {})
    serve(web, "127.0.0.1", int(os.environ["PORT"]))
    threading.Event().wait()


if __name__ == "__main__":
    main()
