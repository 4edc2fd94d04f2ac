"""Where checkpoints are kept: an auditor's mailbox, and an address that only takes in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from clients.http import Call, HttpClient, NoAnswer, NotSent
from clients.mail import SmtpPost
from core.domain.checkpoints import Checkpoint
from core.faults import Way
from core.ports.outside import Answer, Outcome

# It is there already: the same checkpoint came before.
THERE = 409


@dataclass(frozen=True, slots=True)
class MailKeeper:
    """Implements core.ports.checkpoints.Keeper: a message to `address` for each."""

    post: SmtpPost
    address: str

    def keep(self, checkpoint: Checkpoint, note: str) -> Answer:
        subject = f"Checkpoint {checkpoint.head.size} of {checkpoint.origin}"
        name = self.post.message_id(f"checkpoint-{uuid4()}")
        message = self.post.headed((self.address,), subject, checkpoint.at, name)
        message.set_content(note, cte="quoted-printable")
        return self.post.hand_in(message, (self.address,))


@dataclass(frozen=True, slots=True)
class UrlKeeper:
    """The same: a POST of each to an address that answers 2xx once it has it, or 409 where it had
    it before. `url` may hold a secret, so it is in no message."""

    http: HttpClient
    url: str

    def keep(self, checkpoint: Checkpoint, note: str) -> Answer:
        headers = {"Content-Type": "text/plain; charset=utf-8"}
        try:
            said = note.encode()
            reply = self.http.once(Call("POST", self.url, headers, said, way=Way.CHECKPOINT))
        except NotSent as error:
            return Answer(Outcome.LATER, "", str(error))
        except NoAnswer as error:
            return Answer(Outcome.UNKNOWN, "", str(error))
        if reply.status // 100 == 2 or reply.status == THERE:
            return Answer(Outcome.DONE, str(reply.status))
        return Answer(Outcome.LATER, str(reply.status), f"{reply.status}", reply.retry_after())
