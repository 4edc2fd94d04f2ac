"""The demo's mail, as an operator would set it: letters end in the sandbox, answers lie there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.server import Sandbox

SENDER = "Rheinland Cloud Services GmbH <collections@rheinland-cloud.example>"


def mail_of(sandbox: Sandbox) -> dict[str, str]:
    return {
        "SMTP_URL": f"smtp://127.0.0.1:{sandbox.mailbox.port}",
        "MAIL_FROM": SENDER,
        "MAIL_IN": f"maildir:{sandbox.mailbox.folder}",
    }
