"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from typing import Any

from sandbox.slack.content import message_content
from sandbox.slack.messages import Message, message_object
from sandbox.slack.people import BOT_USER_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


class Chat:
    """The methods of the family chat."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Any]:
        return {
            "chat.postMessage": self.post_message,
            "chat.postEphemeral": self.post_ephemeral,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "chat.getPermalink": self.get_permalink,
        }

    def post_message(self, sent: Arguments) -> Answer:
        channel = self._workspace.bot_channel(sent.text("channel"))
        content = message_content(sent.sent)
        message = self._workspace.post(
            channel.id,
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            thread_ts=sent.optional("thread_ts"),
        )
        said = {"channel": channel.id, "ts": message.ts, "message": message_object(message)}
        return _warned(said, content.warnings)

    def post_ephemeral(self, sent: Arguments) -> Answer:
        channel = self._workspace.bot_channel(sent.text("channel"))
        person = self._workspace.person(sent.text("user"))
        if person.id not in channel.members:
            raise SlackRefusal("user_not_in_channel")
        content = message_content(sent.sent)
        message = self._workspace.post(
            channel.id,
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            thread_ts=sent.optional("thread_ts"),
            ephemeral_for=person.id,
        )
        return _warned({"message_ts": message.ts}, content.warnings)

    def update(self, sent: Arguments) -> Answer:
        """Text without blocks drops the blocks; a change of blocks alone shows no edit mark."""
        before = self._own_message(sent, refusal="cant_update_message")
        content = message_content(sent.sent)
        is_new_text = content.text != before.text
        message = self._workspace.edit(
            before,
            text=content.text,
            blocks=content.blocks,
            attachments=content.attachments,
            edited=self._workspace.next_ts() if is_new_text else before.edited,
        )
        said = message_object(message)
        answer = {"channel": before.channel, "ts": before.ts, "text": content.text}
        return _warned(answer | {"message": said}, content.warnings)

    def delete(self, sent: Arguments) -> Answer:
        message = self._own_message(sent, refusal="cant_delete_message")
        self._workspace.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def get_permalink(self, sent: Arguments) -> Answer:
        channel = self._workspace.channel(sent.text("channel"))
        message = self._workspace.message(channel.id, sent.text("message_ts"))
        if message.ephemeral_for:
            raise SlackRefusal("message_not_found")
        return {"channel": channel.id, "permalink": self._workspace.permalink(message)}

    def _own_message(self, sent: Arguments, *, refusal: str) -> Message:
        """A message of the bot's own that can be changed; private ones cannot."""
        asked = sent.text("channel")
        if asked.startswith(("U", "#")):
            raise SlackRefusal("channel_not_found")
        channel = self._workspace.bot_channel(asked)
        message = self._workspace.message(channel.id, sent.text("ts"))
        if message.ephemeral_for:
            raise SlackRefusal("message_not_found")
        if not message.bot:
            raise SlackRefusal(refusal)
        return message


def _warned(answer: Answer, warnings: list[str]) -> Answer:
    if not warnings:
        return answer
    return answer | {"warning": ",".join(warnings), "response_metadata": {"warnings": warnings}}
