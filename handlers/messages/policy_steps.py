"""One step of the ladder in a customer's words: when, what, and on which conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.domain.ladder import AfterNotice, NotOn, Stage, Task, When
from core.domain.money import Money
from core.domain.plans import Action
from handlers.messages.phrases import Phrases

PROPOSED = {Action.SUSPEND: "what.suspend", Action.STOP_RENEWAL: "what.stop_renewal"}


def step(stage: Stage, floors: Mapping[str, Money], say: Phrases) -> str:
    """Such as: 3 days after the due date: we send you a reminder."""
    what = say.raw("steps.between").join(_deeds(stage, say)) or say("what.nothing")
    only = say.raw("steps.after_sentence").join(_conditions(stage, floors, say))
    more = {"more": only} if only else {}
    return say("steps.step", when=_when(stage.when, say), what=what, **more)


def _when(when: When, say: Phrases) -> str:
    days = when.days_overdue
    if days is None:
        return say("when.any")
    if not days:
        return say("when.on")
    return say("when.before" if days < 0 else "when.after", days=say.days(abs(days)))


def _deeds(stage: Stage, say: Phrases) -> Iterator[str]:
    if stage.notice:
        yield _notice("what", stage.notice, say)
    if stage.task is Task.CALL:
        yield say("what.call")
    if stage.stop_selling:
        yield say("what.stop_selling")
    if stage.propose in PROPOSED:
        yield say(PROPOSED[stage.propose])


def _notice(kind: str, name: str, say: Phrases) -> str:
    known = f"{kind}.{name}"
    return say(known) if known in say else say(f"{kind}.notice", notice=name)


def _conditions(stage: Stage, floors: Mapping[str, Money], say: Phrases) -> Iterator[str]:
    yield from _only(stage.when, floors, say)
    if stage.after_notice is not None:
        yield _after(stage.after_notice, say)
    if stage.not_on:
        kinds = say.listed((say(f"only.{one}") for one in NotOn if one in stage.not_on), "or")
        yield say("only.not_on", kinds=kinds)
    if stage.repeat_days:
        yield say("only.repeat", days=say.days(stage.repeat_days))


def _only(when: When, floors: Mapping[str, Money], say: Phrases) -> Iterator[str]:
    """A currency that the stage leaves out is measured with its floor."""
    if when.overdue_amount:
        amounts = {**floors, **when.overdue_amount}
        yield say("only.amount", amounts=say.listed(amounts.values(), "or"))
    if when.open_invoices:
        yield say.many("only.invoices", when.open_invoices, n=when.open_invoices)
    # Tags are our own business; not_tags spare somebody, and so need no word here.
    if when.tags:
        yield say("only.some")
    if when.suspended_days:
        yield say("only.suspended", days=say.days(when.suspended_days))
    if when.days_to_deletion is not None:
        yield say("only.deletion", days=say.days(when.days_to_deletion))


def _after(after: AfterNotice, say: Phrases) -> str:
    count = after.business_days
    several = {"business": say.many("only.business_days", count, n=count)} if count else {}
    notice = _notice("sent", after.name, say)
    return say("only.notice", days=say.days(after.days), notice=notice, **several)
