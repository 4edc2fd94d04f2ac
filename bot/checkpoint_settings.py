"""Where checkpoints of the audit trail are kept: with others, not here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.mail_settings import MailSettings
from bot.reading import Reading, is_loopback
from core.domain.notices import is_address

CHECKPOINT_MAIL, CHECKPOINT_URL = "CHECKPOINT_MAIL", "CHECKPOINT_URL"


@dataclass(frozen=True, slots=True)
class CheckpointSettings:
    """Empty where nobody keeps them that way."""

    address: str = ""
    url: str = ""

    @property
    def is_outside(self) -> bool:
        """Would they lie on another machine? A mail server is believed to pass on what it takes."""
        return bool(self.address) or bool(self.url and not is_loopback(self.url))


def read_checkpoints(reading: Reading, mail: MailSettings, *, needed: bool) -> CheckpointSettings:
    if not needed:
        return CheckpointSettings()
    address = reading.text(CHECKPOINT_MAIL)
    if address and not is_address(address):
        reading.wrong(CHECKPOINT_MAIL, "an auditor's address, as in audit@example.com")
    if address and mail.post is None:
        reading.wrong(CHECKPOINT_MAIL, "it needs SMTP_URL")
    return CheckpointSettings(address, reading.address(CHECKPOINT_URL))
