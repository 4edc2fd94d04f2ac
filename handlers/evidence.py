"""The evidence of a case: asked for by a click or a word, made by a job, brought to who asked."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.cases import Case
from core.domain.errors import NoRole, NotEligible
from core.domain.events import Route
from core.domain.people import AccountKey
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import evidence, evidence_taking
from core.usecases.evidence import Evidence
from handlers.case_showing import told_in
from handlers.exports import NoScope, SlackFiles
from handlers.messages.blocks import Message
from handlers.messages.evidence_lines import asked, brought, not_allowed
from handlers.messages.evidence_pack import Pack, pack
from handlers.messages.evidence_plain import plain_text
from handlers.messages.text import Words
from handlers.request import Services, Typed

log = logging.getLogger(__name__)
# Auditors and Microsoft read it, whoever asked for it.
ENGLISH = Words("en-US", "UTC")


def pack_in(
    work: Work, case: Case, *, office: Office, kept: Iterable[int] = ()
) -> tuple[Evidence, Pack]:
    """The evidence as it stands, and the pack that is made of it."""
    found = evidence.gather(work, case, office=office, kept=kept)
    names = {
        account.user_id: person.name
        for person in found.people.values()
        for account in person.accounts
    }
    said = {one.seq: plain_text(told_in(work, one, ENGLISH), names) for one in found.events}
    return found, pack(found, said, names)


@dataclass(frozen=True, slots=True)
class EvidencePosts:
    """The handler of the job `evidence`."""

    services: Services
    files: SlackFiles

    def bring(self, delivery: Delivery) -> None:
        """To the one who asked, in our direct message. Who has no role any more gets nothing. That
        somebody takes it is in the trail before it leaves; should Slack have us come back, so is
        every other attempt."""
        asked_for = {name: str(value) for name, value in delivery.payload.items()}
        account = AccountKey(asked_for["team"], asked_for["user"])
        office, words = self.services.office, self.services.words(account)
        try:
            with office.store.reading() as work:
                case, person = evidence_taking.seen_by(work, asked_for["number"], account)
                found, made = pack_in(work, case, office=office)
        except (NoRole, NotEligible):
            log.info("no evidence was written: the role is gone")
            return
        try:
            direct = self.files.direct(account.user_id)
            evidence_taking.took(
                case, person.person_id, Route.SLACK, made.digest, found.proof, office=office
            )
            self.files.upload(direct, [made.zipped()], brought(case.number, made, words))
        except NoScope:
            said = not_allowed(case.number, words)
            self.services.slack.whisper(asked_for["place"], account.user_id, said)


def ask(number: str, account: AccountKey, place: str, key: str, services: Services) -> Message:
    """Raises NoRole, UnknownCase, BadInput."""
    case = evidence_taking.ask(number, account, place, key, office=services.office)
    return asked(case.number, services.words(account))


def typed(rest: str, typed: Typed, services: Services) -> Message:
    """`12`."""
    return ask(rest, typed.account, typed.channel, typed.delivery, services)
