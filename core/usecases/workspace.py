"""The workspace is lost: the app was taken out of it, or its token is void. Nobody can say no in
Slack any more, so nothing is sent, and administrators hear of it by mail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from core.domain.events import Route, WorkspaceLost
from core.ports.engine import Delivery, Job, Later, Priority
from core.ports.letters import AdministratorPost, Note
from core.ports.office import Office
from core.ports.outside import Outcome
from core.recording import freeze_now, record

# The reason of the freeze.
WORKSPACE = "workspace"
LOST_MAIL = "lost_mail"
UNINSTALLED, REVOKED, REFUSED = "uninstalled", "revoked", "refused"
# The event of which this desk knows already.
KNOWN = "workspace_lost"
WAIT = 300.0


def lost(why: str, occasion: str, *, office: Office, team: str = "") -> bool:
    """Freeze everything and write to administrators, once for each occasion. What happened in
    another workspace is none of our business."""
    with office.store() as work:
        ours = work.desk.get("workspace")
        if work.desk.get(KNOWN) == occasion or (team and ours and team != ours):
            return False
        stamp = office.stamp(office.clock(), "", Route.AUTOMATION)
        work.desk.put(KNOWN, occasion)
        record(work, WorkspaceLost(why=why), stamp)
        if work.freezes.current() is None:
            freeze_now(work, WORKSPACE, "", stamp)
        mail = Job(LOST_MAIL, f"{LOST_MAIL}:{occasion}", {"why": why}, priority=Priority.VOTE)
        work.jobs.enqueue(mail)
        work.commit()
    return True


def tokens_revoked(bots: Collection[str], occasion: str, *, office: Office, team: str) -> bool:
    """Tokens of people are none of ours, and another app has another bot user."""
    with office.store.reading() as work:
        mine = work.desk.get("bot_user")
    return mine in bots and lost(REVOKED, occasion, office=office, team=team)


def refused(code: str, *, office: Office) -> bool:
    """Slack says to our own question that the token is void: once for each day, or until it is
    good again."""
    return lost(REFUSED, f"{code}:{office.today(office.clock())}", office=office)


@dataclass(frozen=True, slots=True)
class LostMail:
    """The handler of the job `lost_mail`. Without a mail server, or anybody to write to, the log
    and the freeze are all there is."""

    office: Office
    post: AdministratorPost | None
    written: Callable[[str], Note]

    def send(self, delivery: Delivery) -> None:
        """Raises Later where the server takes nothing now. What it may have taken is sent again:
        better twice than never."""
        if self.post is None:
            return
        note = self.written(str(delivery.payload["why"]))
        answer = self.post.write(note, self.office.clock())
        if answer.outcome in (Outcome.LATER, Outcome.UNKNOWN):
            raise Later(WAIT, f"administrators were not written to: {answer.detail}")
