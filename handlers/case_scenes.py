"""Looks up who and what is behind the ids in an event of a case."""

from __future__ import annotations

from core.domain.events import (
    CaseMerged,
    CaseReminded,
    CaseWaits,
    DelegateNamed,
    DelegateReleased,
    Event,
    ItemTicked,
)
from core.ports.store import Work
from handlers.clock_scenes import mention


def text_of_case(work: Work, event: Event) -> str:
    """The evidence or the reason whose digest is in the trail; none where it was changed since."""
    match event:
        case ItemTicked(case_id=case_id, evidence_digest=wanted):
            texts = [tick.evidence for tick in work.cases.ticks(case_id) if tick.item == event.item]
        case CaseWaits(case_id=case_id, why_digest=wanted):
            texts = [wait.why for wait in work.cases.waits(case_id)]
        case _:
            return ""
    return next((text for text in texts if work.text_keys.says(wanted, text)), "")


def people_of_case(work: Work, event: Event) -> dict[str, str]:
    """Whoever is to do something is called by a mention, others by their names."""
    match event:
        case CaseReminded(called=called):
            return {one: mention(work, one) for one in called}
        case DelegateNamed(owner=owner, delegate=delegate):
            return {owner: work.people.get(owner).name, delegate: mention(work, delegate)}
        case DelegateReleased(owner=owner, delegate=delegate):
            return {one: work.people.get(one).name for one in (owner, delegate)}
    return {}


def link_of_case(work: Work, event: Event) -> str:
    """Where a merged case goes on."""
    return work.cases.get(event.into).link if isinstance(event, CaseMerged) else ""
