"""What happened, told in one sentence for each event: for case threads and the alerts channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from core.domain import events
from core.domain.events import Event
from core.domain.plans import PlanState
from core.ports.records import RowProblem
from handlers.messages.reasons import KINDS, ended, named, step_state, waits_for
from handlers.messages.rows import row_lines
from handlers.messages.text import N_, Safe, Words

DONE_STATES = frozenset({PlanState.FINISHED, PlanState.PARTIAL, PlanState.NEEDS_HUMAN})
ASKED = {
    "suspend": N_("{who} asks to suspend subscriptions of {customer}, for {reason}."),
    "reinstate": N_("{who} asks to reinstate subscriptions of {customer}."),
    "lift_freeze": N_("It takes two votes to lift the freeze."),
    "change_roles": N_("{who} asks to change roles."),
}
FILES = {
    "again": N_("The file {file} is in already: nothing changed."),
    "unreadable": N_(
        "The file {file} cannot be read: {why}. It is left where it is until it changes."
    ),
    "not_moved": N_(
        "The file {file} was dealt with, but cannot be moved away: {why}. It is left where it is, "
        "and not looked at again until it changes."
    ),
    "no_folder": N_("The folder of receivables {file} cannot be looked at: {why}."),
}
FROZEN = {
    "file": N_("Everything is frozen: the file FREEZE lies beside the database."),
    "terminal": N_("Everything is frozen from the terminal."),
    "breaker": N_(
        "Everything is frozen: three surprises from Partner Center in ten minutes. Look at the "
        "plans that need a person before you lift it."
    ),
    "new_installation": N_(
        "Everything is frozen: a new installation sends nothing until two people agree."
    ),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Names for the ids in an event: who did it, whose case, subscriptions by id, bad rows."""

    who: str = ""
    customer: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[RowProblem] = ()

    def actor(self, words: Words) -> str:
        return self.who or words("Goodstanding")


@singledispatch
def told(event: Event, scene: Scene, words: Words) -> str:
    """One sentence, cleaned, for one event; some add lines below it."""
    raise TypeError(f"no sentence for {type(event).__name__}")


@told.register
def _(event: events.DeskSeeded, scene: Scene, words: Words) -> str:
    return words("The desk is set up.")


@told.register
def _(event: events.PolicyLoaded, scene: Scene, words: Words) -> str:
    return words(
        "Policy {name} is in force, version {version}.",
        name=event.name,
        version=event.version[:8],
    )


@told.register
def _(event: events.CustomersRead, scene: Scene, words: Words) -> str:
    return words(
        "Read from Partner Center ({account}): {customers} customers, {subscriptions} "
        "subscriptions.",
        account=event.account,
        customers=event.customers,
        subscriptions=event.subscriptions,
    )


@told.register
def _(event: events.BooksTaken, scene: Scene, words: Words) -> str:
    said = words(
        "Books of {source} are in: {documents} documents of {customers} customers, as of {as_of}.",
        source=event.source,
        documents=event.documents,
        customers=event.customers,
        as_of=event.as_of or words("unknown"),
    )
    return "\n".join([said, *_doubts(event, words), *row_lines(scene.problems, words)])


def _doubts(event: events.BooksTaken, words: Words) -> list[str]:
    """What is not certain about the newest books."""
    counted = {
        words("Documents missing since the last books, so neither owed nor paid: {count}.",
              count=event.missing): event.missing,
        words("Customers that wait for a person to confirm them: {count}.",
              count=event.proposed): event.proposed,
        words("Currencies without a floor, never acted on: {codes}.",
              codes=event.no_floor): len(event.no_floor),
        words("Rows that cannot be read, whose customers are left alone: {count}.",
              count=event.bad_rows): event.bad_rows,
    }  # fmt: skip
    return [sentence for sentence, count in counted.items() if count]


@told.register
def _(event: events.BooksRefused, scene: Scene, words: Words) -> str:
    said = words(
        "The file {file} was refused whole. Nothing is suspended for non-payment until good "
        "books are in.",
        file=event.file_name,
    )
    return "\n".join([said, *row_lines(scene.problems, words)])


@told.register
def _(event: events.FileNoticed, scene: Scene, words: Words) -> str:
    said = FILES.get(event.what, FILES["unreadable"])
    return words(said, file=event.file_name, why=event.detail)


@told.register
def _(event: events.MappingConfirmed, scene: Scene, words: Words) -> str:
    return words(
        "{who} confirmed: {ref} in the books of {source} is {customer}.",
        who=scene.actor(words),
        ref=event.customer_ref,
        source=event.source,
        customer=scene.customer or event.customer,
    )


@told.register
def _(event: events.CaseOpened, scene: Scene, words: Words) -> str:
    return words("{who} opened this case.", who=scene.actor(words))


@told.register
def _(event: events.PlanFiled, scene: Scene, words: Words) -> str:
    return words(
        ASKED.get(event.action, ASKED["change_roles"]),
        who=scene.actor(words),
        customer=scene.customer,
        reason=named(event.reason, KINDS, words),
    )


@told.register
def _(event: events.CardPosted, scene: Scene, words: Words) -> str:
    if not event.permalink:
        return words("The card is in the approvals channel.")
    link = Safe(f"<{event.permalink}|{words('the approvals channel')}>")
    return words("The card is in {link}.", link=link)


@told.register
def _(event: events.VoteCast, scene: Scene, words: Words) -> str:
    if event.choice == "reject":
        return words("{who} rejected the plan.", who=scene.actor(words))
    return words(
        "{who} approved: {approvals} of {quorum} votes.",
        who=scene.actor(words),
        approvals=event.approvals,
        quorum=event.quorum,
    )


@told.register
def _(event: events.BankChecked, scene: Scene, words: Words) -> str:
    return words("{who} looked at the bank: nothing has arrived.", who=scene.actor(words))


@told.register
def _(event: events.PlanWaits, scene: Scene, words: Words) -> str:
    return waits_for(event.what, event.until, words)


@told.register
def _(event: events.PlanHalted, scene: Scene, words: Words) -> str:
    return words(
        "This plan ends at its next step: fraud or misuse is contained first. What is done stays "
        "done."
    )


@told.register
def _(event: events.PlanEnded, scene: Scene, words: Words) -> str:
    said = ended(event.state, event.why, words)
    total = event.done + event.not_done
    if event.state not in DONE_STATES or not total:
        return said
    steps = words("Steps done: {done} of {total}.", done=event.done, total=total)
    return f"{said} {steps}"


@told.register
def _(event: events.IntentWritten, scene: Scene, words: Words) -> str:
    return words(
        "About to {verb}: {subscription}.",
        verb=event.verb,
        subscription=scene.names.get(event.subscription_id, event.subscription_id),
    )


@told.register
def _(event: events.StepSettled, scene: Scene, words: Words) -> str:
    name = scene.names.get(event.subscription_id, event.subscription_id)
    state = step_state(event.state, words)
    if event.verb == "suspend":
        said = words("Suspend {name}: {state}.", name=name, state=state)
    elif event.verb == "reactivate":
        said = words("Reinstate {name}: {state}.", name=name, state=state)
    else:
        said = words("Put {name} back as it was: {state}.", name=name, state=state)
    return f"{said} {words('({why})', why=event.why)}" if event.why else said


@told.register
def _(event: events.Frozen, scene: Scene, words: Words) -> str:
    if event.why in FROZEN:
        return words(FROZEN[event.why])
    return words("{who} froze everything: nothing is sent.", who=scene.actor(words))


@told.register
def _(event: events.FreezeLifted, scene: Scene, words: Words) -> str:
    return words("The freeze is lifted: approved plans go on.")


@told.register
def _(event: events.RolesChanged, scene: Scene, words: Words) -> str:
    return words(
        "The role {role} was changed: {before} before, {after} now.",
        role=event.role,
        before=_people(event.before, scene, words),
        after=_people(event.after, scene, words),
    )


def _people(ids: Sequence[str], scene: Scene, words: Words) -> Safe:
    names = [words.value(scene.people.get(one, one)) for one in ids]
    return Safe(", ".join(names) or words("nobody"))
