"""How an answer goes back: in the acknowledgement where Slack reads it, else privately after."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from core.domain.errors import Refusal
from core.faults import Way
from core.ports.boundary import outside
from handlers.lacking import Lacking, refuses_blocks
from handlers.mended import mended_in
from handlers.messages.blocks import Message, modal, plain
from handlers.messages.finding import Ways, with_ways
from handlers.messages.plain_blocks import is_new, plainer
from handlers.messages.refusals import FAILED, FormNotOpened, TooFast, refused
from handlers.messages.text import Words
from handlers.payload import Payload
from handlers.request import Services

log = logging.getLogger(__name__)

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the one who asked: nothing, a message, or a message for a refusal."""

    message: Message | None
    words: Words
    refusal: Refusal | None = None

    def is_old(self) -> bool:
        """Whoever does not stop is not whispered to again and again."""
        return isinstance(self.refusal, TooFast) and bool(self.refusal.facts["told"])


def said(refusal: Refusal, words: Words) -> Answer:
    """Whoever named nobody that we know can look for a customer right there."""
    message, ways = plain(refused(refusal, words)), refusal.facts.get("ways")
    if isinstance(ways, Ways):
        message = with_ways(message, ways, words)
    return Answer(message, words, refusal)


def failed(ticket: str, words: Words) -> Answer:
    return Answer(plain(words(FAILED, ticket=ticket)), words)


def answer_command(ack: Ack, body: Body, answer: Answer, services: Services) -> None:
    if answer.message is None:
        ack()
        return
    message = Lacking(services.office).fit(answer.message)
    ack(
        text=message.text,
        blocks=[dict(block) for block in message.blocks],
        response_type="ephemeral",
    )


def answer_click(ack: Ack, body: Body, answer: Answer, services: Services) -> None:
    """A click's acknowledgement is not read, so the answer follows by itself: to the one who
    clicked, or in place of the form that held the button."""
    ack()
    if answer.message is None or answer.is_old():
        return
    sent = Payload(body)
    place, user = sent.within("container"), sent.within("user").text("id")
    channel = sent.within("channel").text("id") or place.text("channel_id")
    thread = sent.within("message").text("thread_ts") or place.text("thread_ts")
    message = answer.message.in_thread(thread) if thread else answer.message
    if channel and user:
        services.slack.whisper(channel, user, message)
    elif sent.within("view").text("type") == "modal":
        services.slack.show(sent.within("view").text("id"), _note(message, body, answer.words))
    elif sent.within("view").text("type") == "home":
        _open_note(sent.text("trigger_id"), _note(message, body, answer.words), services)


def _open_note(trigger_id: str, view: dict[str, object], services: Services) -> None:
    """On the Home tab there is no channel to whisper in."""
    try:
        services.open_view(trigger_id, view)
    except FormNotOpened:
        return


def answer_form(ack: Ack, body: Body, answer: Answer, services: Services) -> None:
    """An error stands at its input while it can be mended; all else replaces the form."""
    if answer.message is None:
        ack()
    elif answer.refusal and (place := mended_in(answer.refusal, _inputs(body))):
        ack(response_action="errors", errors={place: answer.message.text})
    else:
        ack(response_action="update", view=_note(answer.message, body, answer.words))


def _inputs(body: Body) -> set[str]:
    blocks = Payload(body).within("view").each("blocks")
    return {block.text("block_id") for block in blocks if block.text("type") == "input"}


def _note(message: Message, body: Body, words: Words) -> dict[str, object]:
    """The form keeps its title while it turns into an answer."""
    title = Payload(body).within("view").within("title").text("text") or "Goodstanding"
    return dict(modal(title, message.blocks, close=words("Close")))


class SlackAnswers:
    """The port `handlers.request.Slack`: opens forms at once, whispers in the background."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._voices = ThreadPoolExecutor(max_workers=2, thread_name_prefix="whisper")

    def open_view(self, trigger_id: str, view: Mapping[str, object]) -> None:
        try:
            with outside(Way.SLACK_FORM):
                self._client.views_open(trigger_id=trigger_id, view=dict(view))
        except (SlackClientError, OSError) as error:
            log.warning("a form was not opened why=%s", _why(error))
            raise FormNotOpened() from None

    def whisper(self, channel: str, user_id: str, message: Message) -> None:
        self._voices.submit(self._whisper, channel, user_id, message)

    def show(self, view_id: str, view: Mapping[str, object]) -> None:
        self._voices.submit(self._show, view_id, view)

    def close(self) -> None:
        """Say what was still to be said."""
        self._voices.shutdown(wait=True)

    def _show(self, view_id: str, view: Mapping[str, object]) -> None:
        try:
            with outside(Way.SLACK_FORM):
                self._client.views_update(view_id=view_id, view=dict(view))
        except (SlackClientError, OSError) as error:
            log.warning("a form was not replaced why=%s", _why(error))

    def _whisper(self, channel: str, user_id: str, message: Message) -> None:
        try:
            self._tell(channel, user_id, message)
        except (SlackClientError, OSError) as error:
            log.warning("a private answer was lost why=%s", _why(error))

    def _tell(self, channel: str, user_id: str, message: Message) -> None:
        try:
            self._post(channel, user_id, message)
        except SlackApiError as error:
            if not (refuses_blocks(error) and is_new(message)):
                raise
            self._post(channel, user_id, plainer(message))

    def _post(self, channel: str, user_id: str, message: Message) -> None:
        with outside(Way.SLACK_WHISPER):
            self._client.chat_postEphemeral(
                channel=channel,
                user=user_id,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
                thread_ts=message.thread_ts,
            )


def _why(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error", error.response.status_code))
    return type(error).__name__
