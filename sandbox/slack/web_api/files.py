"""files.*: the three steps in which an app shares a file."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import Any

from sandbox.slack.content import message_content
from sandbox.slack.people import BOT_USER_ID
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.web_api.arguments import Arguments
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


@dataclass(slots=True)
class UploadedFile:
    """A file on its way into a channel; `content` is None until it was sent."""

    id: str
    name: str
    length: int
    alt_text: str
    content: bytes | None = None
    title: str = ""


class Files:
    """The methods of the family files, and the address that takes the bytes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._files: dict[str, UploadedFile] = {}

    def methods(self) -> dict[str, Any]:
        return {
            "files.getUploadURLExternal": self.get_upload_url,
            "files.completeUploadExternal": self.complete_upload,
        }

    def get_upload_url(self, sent: Arguments) -> Answer:
        name, length = sent.text("filename"), sent.text("length")
        if not length.isdigit() or int(length) < 1:
            message = "[ERROR] must be a number above 0 [json-pointer:/length]"
            raise SlackRefusal("invalid_arguments", [message])
        id = f"F{secrets.token_hex(5).upper()}"
        alt_text = sent.optional("alt_txt") or ""
        with self._lock:
            self._files[id] = UploadedFile(id, name, int(length), alt_text)
        return {"upload_url": f"{self._workspace.url}/slack/upload/{id}", "file_id": id}

    def receive(self, id: str, content: bytes) -> str | None:
        """The bytes of a file; what is wrong with them, or None."""
        file = self._files.get(id)
        if file is None or file.content is not None:
            return "no such upload address"
        if len(content) != file.length:
            return f"{file.length} bytes were announced, {len(content)} came"
        file.content = content
        return None

    def stored(self, id: str) -> UploadedFile | None:
        file = self._files.get(id)
        return file if file and file.content is not None else None

    def complete_upload(self, sent: Arguments) -> Answer:
        files = [self._completed(asked) for asked in _asked_files(sent)]
        shown = [self._object(file) for file in files]
        if channel_id := sent.optional("channel_id"):
            channel = self._workspace.bot_channel(channel_id)
            comment = sent.optional("initial_comment") or ""
            self._workspace.post(
                channel.id,
                user=BOT_USER_ID,
                text=comment,
                blocks=message_content({"text": " ", "blocks": sent.sent.get("blocks")}).blocks,
                thread_ts=sent.optional("thread_ts"),
                files=shown,
            )
        return {"files": shown}

    def _completed(self, asked: dict[str, Any]) -> UploadedFile:
        file = self.stored(str(asked.get("id")))
        if file is None:
            raise SlackRefusal("file_not_found")
        file.title = str(asked.get("title") or file.name)
        return file

    def _object(self, file: UploadedFile) -> dict[str, Any]:
        kind = file.name.rpartition(".")[2].lower()
        link = f"{self._workspace.url}/slack/files/{file.id}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "filetype": kind,
            "size": file.length,
            "alt_txt": file.alt_text,
            "user": BOT_USER_ID,
            "url_private": link,
            "url_private_download": link,
            "permalink": link,
        }


def _asked_files(sent: Arguments) -> list[dict[str, Any]]:
    files = sent.sent.get("files")
    if not isinstance(files, list) or not files or not all(isinstance(f, dict) for f in files):
        message = "[ERROR] must be an array of files [json-pointer:/files]"
        raise SlackRefusal("invalid_arguments", [message])
    return files
