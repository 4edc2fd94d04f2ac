"""What comes back: replies wait to be read, reports undo a delivery, and nothing comes in twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.agreement_errors import SaidPaidBefore
from core.domain.cases import Case
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.event import Route
from core.domain.events import ReplyCame, ReplyRead
from core.domain.holds import HoldKind
from core.domain.notice_errors import ReplyRead as AlreadyRead
from core.domain.notices import LETTER_MOVES, Came, Incoming, LetterState, Meaning, Outgoing, Reply
from core.domain.people import AccountKey, Person
from core.domain.plans import Reason, digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.filing import open_case
from core.usecases.finding import person_with
from core.usecases.holds import Wish, place_in
from core.usecases.letter_moves import accepted, automatic, bounced, first_administrator


def take_in(message: Incoming, *, office: Office) -> Reply | None:
    """Keep a message and tell of it; None for one that is in already."""
    with office.store() as work:
        letter = _letter(work, message)
        reply = _reply(work, message, letter, office)
        try:
            work.letters.add_reply(reply)
        except LostRace:
            return None
        if letter is not None:
            _tell_of_letter(work, letter, message, office)
        _tell(work, reply, office)
        work.commit()
    return reply


def _letter(work: Work, message: Incoming) -> Outgoing | None:
    """The newest letter of ours that it refers to."""
    found = (work.letters.find(one) for one in message.answers)
    return next((one for one in found if one is not None), None)


def _reply(work: Work, message: Incoming, letter: Outgoing | None, office: Office) -> Reply:
    key = letter.customer if letter else _only_customer(work, message.sender)
    case = _case(work, message, key, office) if key else None
    return Reply(
        reply_id=str(uuid4()),
        digest=message.digest,
        came=message.came,
        received_at=office.clock(),
        sender=message.sender,
        subject=message.subject,
        text=message.text,
        customer=key,
        letter_id=letter.letter_id if letter else "",
        case_id=case.case_id if case else "",
    )


def _only_customer(work: Work, sender: str) -> CustomerKey | None:
    """An accountant who writes for several customers has to be asked about whom."""
    known = work.contacts.known_as(sender)
    return known.pop() if len(known) == 1 else None


def _case(work: Work, message: Incoming, key: CustomerKey, office: Office) -> Case | None:
    """A reply opens one; what programs write is told where one is open."""
    if message.came is Came.REPLY:
        opener = first_administrator(work)
        return open_case(
            work, key, Reason.NON_PAYMENT, opener=opener, now=office.clock(), office=office,
            route=Route.AUTOMATION,
        )  # fmt: skip
    found = work.cases.open_for(key, Reason.NON_PAYMENT)
    return found[0] if found else None


def _tell_of_letter(work: Work, letter: Outgoing, message: Incoming, office: Office) -> None:
    """A report undoes a delivery; whoever answers has it."""
    moves = LETTER_MOVES[letter.state]
    if message.came is Came.BOUNCE and LetterState.BOUNCED in moves:
        bounced(work, letter, message.why or ", ".join(message.failed), office)
    elif message.came is Came.REPLY and letter.state is LetterState.UNCLEAR:
        accepted(work, letter, "replied", automatic(office))


def _tell(work: Work, reply: Reply, office: Office) -> None:
    """A report is told as what it did to its letter. What a program wrote to nobody in particular
    is kept, and no news."""
    known = reply.customer is not None
    if reply.came is Came.BOUNCE and reply.letter_id:
        return
    event = ReplyCame(
        case_id=reply.case_id,
        reply_id=reply.reply_id,
        customer=str(reply.customer) if reply.customer else "",
        came=reply.came.value,
        text_digest=digest(reply.text),
    )
    tell = note if reply.came is Came.AUTOMATIC and not (known and reply.case_id) else record
    tell(work, event, automatic(office))


@dataclass(frozen=True, slots=True)
class Said:
    """What a person found a reply to say, and of whom; `said_before`: that it was paid, once in
    this episode already, so that nothing is held up by it again."""

    reply: Reply
    customer: str
    said_before: bool = False


def read(reply_id: str, meaning: Meaning, account: AccountKey, *, office: Office) -> Said:
    """From now on it silences nothing by itself; that it was paid does for some days, once. Raises
    AlreadyRead, NoRole."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        reply = work.letters.reply(reply_id)
        done = _mark(work, reply, meaning, person, office=office)
        held = meaning is not Meaning.SAYS_PAID or _wait_for_it(work, done, person, office)
        customer = work.customers.get(reply.customer) if reply.customer else None
        work.commit()
    return Said(done, customer.name if customer else reply.sender, said_before=not held)


def _mark(work: Work, reply: Reply, meaning: Meaning, person: Person, *, office: Office) -> Reply:
    now = office.clock()
    done = replace(reply, meaning=meaning, read_by=person.person_id, read_at=now)
    try:
        work.letters.update_reply(done)
    except LostRace:
        raise AlreadyRead() from None
    event = ReplyRead(
        case_id=reply.case_id,
        reply_id=reply.reply_id,
        customer=str(reply.customer) if reply.customer else "",
        meaning=meaning.value,
    )
    record(work, event, office.stamp(now, person.person_id, Route.SLACK))
    return done


def read_by_doing(
    work: Work, reply_id: str, meaning: Meaning, person: Person, *, office: Office
) -> None:
    """What it says was written down, in the caller's transaction; one that somebody read meanwhile
    stays as it was read."""
    reply = work.letters.reply(reply_id)
    if reply.is_unread():
        _mark(work, reply, meaning, person, office=office)


def shown(reply_id: str, account: AccountKey, *, office: Office) -> Reply:
    """Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return work.letters.reply(reply_id)


def unread(reply_id: str, account: AccountKey, *, office: Office) -> Reply:
    """One that nobody has read yet. Raises AlreadyRead, NoRole."""
    reply = shown(reply_id, account, office=office)
    if not reply.is_unread():
        raise AlreadyRead()
    return reply


def _wait_for_it(work: Work, reply: Reply, person: Person, office: Office) -> bool:
    """Time for the payment to show; false where it had that before."""
    if reply.customer is None:
        return True
    wish = Wish(HoldKind.SAYS_PAID, reply.text or reply.subject or reply.sender)
    try:
        place_in(work, wish, reply.customer, person, office=office)
    except SaidPaidBefore:
        return False
    return True
