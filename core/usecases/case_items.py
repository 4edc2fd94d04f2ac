"""The checklist of a case: ticked off with evidence, by a person, or by the desk where it sees."""

from __future__ import annotations

import re

from core.domain.case_errors import EvidenceMissing, UnknownItem
from core.domain.cases import Case, Evidence, Tick
from core.domain.errors import BadInput
from core.domain.events import ItemTicked, PlanFiled, Route, Stamp, VoteCast
from core.domain.notices import LetterState
from core.domain.people import AccountKey
from core.domain.plans import CUTS, ON_CUSTOMERS, Plan, PlanState, digest
from core.domain.playbook import Item, Seen, item_of, playbook
from core.domain.tickets import NUMBER, Ticket
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.case_course import family, take_up, ticks_of, wind
from core.usecases.cases import LONGEST_NOTE, open_case_of
from core.usecases.finding import person_with

LINK = re.compile(r"https?://[^\s<>|]{3,2000}")
HASH = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
SHORTEST_NOTE = 3
ARRIVED = frozenset({LetterState.DELIVERED, LetterState.RECORDED})


def check(
    text: str, item_id: str, evidence: str, account: AccountKey, *, office: Office
) -> tuple[Case, Item]:
    """Tick an item off, or give better evidence for one that is. Raises UnknownItem,
    EvidenceMissing, BadInput for too long a text, UnknownCase, CaseOver, NoRole."""
    now, shown = office.clock(), evidence.strip()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = open_case_of(work, text)
        item = _item(case, item_id)
        if len(shown) > LONGEST_NOTE:
            raise BadInput(problem="evidence has at most {most} characters", most=LONGEST_NOTE)
        if not _shows(work, case, item, shown):
            raise EvidenceMissing(item=item.item_id, evidence=item.evidence)
        tick = Tick(case.case_id, item.item_id, now, person.person_id, shown)
        _tick(work, take_up(work, case, now=now, office=office), tick, office)
        work.commit()
    return case, item


def _item(case: Case, item_id: str) -> Item:
    item = item_of(case.kind, item_id.strip().lower().replace("-", "_"))
    if item is None:
        raise UnknownItem(text=item_id, items=[one.item_id for one in playbook(case.kind)])
    return item


def _shows(work: Work, case: Case, item: Item, text: str) -> bool:
    """Does that show it? A link does for whatever was done elsewhere."""
    if item.evidence is Evidence.NOTHING or LINK.match(text):
        return True
    match item.evidence:
        case Evidence.PLAN:
            plans = [plan.hash for plan in plans_in(work, case)]
            return bool(HASH.fullmatch(text)) and any(one.startswith(text) for one in plans)
        case Evidence.TICKET:
            return bool(NUMBER.fullmatch(text))
        case Evidence.NOTE | Evidence.LETTER:
            return len(text) >= SHORTEST_NOTE
    return False


def _tick(work: Work, case: Case, tick: Tick, office: Office) -> None:
    work.cases.put_tick(tick)
    event = ItemTicked(
        case_id=case.case_id,
        kind=case.kind.value,
        item=tick.item,
        evidence_digest=digest(tick.evidence),
    )
    route = Route.SLACK if tick.person_id else Route.AUTOMATION
    record(work, event, office.stamp(tick.at, tick.person_id, route))
    wind(work, case, now=tick.at)


# What the desk sees by itself


def look(work: Work, case: Case, *, office: Office) -> None:
    """Tick off what is done as far as the desk can see; and whoever asked for a plan, or voted,
    has taken the case up."""
    if not case.is_open():
        return
    now, done = office.clock(), {tick.item for tick in ticks_of(work, case)}
    for item in playbook(case.kind):
        evidence = _seen(work, case, item) if item.item_id not in done else ""
        if evidence:
            _tick(work, case, Tick(case.case_id, item.item_id, now, "", evidence), office)
    acted = [r.stamp.at for r in work.events.of_case(case.case_id) if _is_act(r.event, r.stamp)]
    if acted and case.responded_at is None:
        take_up(work, case, now=acted[0], office=office)


def _is_act(event: object, stamp: Stamp) -> bool:
    by_hand = bool(stamp.person_id) and stamp.route is not Route.AUTOMATION
    return by_hand and isinstance(event, PlanFiled | VoteCast)


def _seen(work: Work, case: Case, item: Item) -> str:
    """What shows that it was done (an id of ours); empty where nothing does."""
    match item.seen:
        case Seen.SUSPENDED:
            cut = [plan for plan in plans_in(work, case) if _went_through(plan)]
            return cut[0].hash if cut else ""
        case Seen.LETTER:
            return _letter(work, case)
        case Seen.TICKET:
            return next((one.number for one in tickets_in(work, case) if one.number), "")
    return ""


def _went_through(plan: Plan) -> bool:
    return plan.content.action in CUTS and plan.state is PlanState.FINISHED


def _letter(work: Work, case: Case) -> str:
    cases = {one.case_id for one in family(work, case)}
    letters = work.letters.of_customer(case.customer)
    mine = [one for one in letters if one.case_id in cases and one.state in ARRIVED]
    return mine[0].letter_id if mine else ""


def plans_in(work: Work, case: Case) -> list[Plan]:
    """Every plan of the case and of those merged into it, newest first."""
    cases = {one.case_id for one in family(work, case)}
    found = (work.plans.of_customer(case.customer, action) for action in ON_CUSTOMERS)
    mine = [plan for plans in found for plan in plans if plan.content.case_id in cases]
    return sorted(mine, key=lambda plan: plan.content.filed_at, reverse=True)


def tickets_in(work: Work, case: Case) -> list[Ticket]:
    return [one for part in family(work, case) for one in work.tickets.of_case(part.case_id)]
