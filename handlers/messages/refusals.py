"""What a refusal says to the person who met it: one sentence for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from string import Formatter
from typing import Any

from core.domain import credit_errors, errors
from core.domain.approvals import Choice
from core.domain.cases import Evidence
from core.domain.credit import CreditState
from core.domain.errors import Refusal
from core.domain.notices import LetterState
from core.domain.people import Role
from core.domain.phrases import Phrase
from core.domain.plans import Action, PlanState
from core.domain.playbook import Item
from core.domain.promises import PromiseState
from handlers.messages import (
    agreement_words,
    alert_words,
    case_refusals,
    case_words,
    credit_words,
    erasure_words,
    follow_up_lines,
    letter_words,
    mapping_words,
    place_words,
    policy_words,
    state_words,
    subscription_words,
)
from handlers.messages.containment_words import REFUSALS as CONTAINMENT_REFUSALS
from handlers.messages.reasons import named
from handlers.messages.step_up_words import REFUSALS as STEP_UP_REFUSALS
from handlers.messages.text import N_, Safe, Words


class FormNotOpened(Refusal):
    """Slack did not open the form: it took us too long, or Slack has trouble."""


class SeenAlready(Refusal):
    """The same request came once before, and what it asked for was done then."""


class TooFast(Refusal):
    """More requests of one person than hands can make. Facts: told (said a moment ago, too)."""


class OutsidersPresent(Refusal):
    """The channel is shared with another organisation."""


class PublicChannel(Refusal):
    """Whoever is in the workspace could read it, and no setting says that this is meant. Facts:
    channel."""


class NotInChannel(Refusal):
    """Slack lets us post only where we were invited. Facts: channel."""


class RoomUnseen(Refusal):
    """Slack did not say whether the channel is shared with another organisation."""


# A sentence may use every fact of its refusal by name.
SENTENCES: Mapping[type[Refusal], str] = {
    errors.BadInput: N_("That cannot be read: {problem}."),
    errors.BadAmount: N_("“{text}” is not an amount. Write it as 1234.50, with no other sign."),
    errors.MixedCurrencies: N_("{first} and {second} are not added up: they are two currencies."),
    errors.UnknownCustomer: N_(
        "Nobody is called “{text}”. Try a name, a domain, a tenant id or an invoice number."
    ),
    errors.AmbiguousCustomer: N_(
        "“{text}” fits several customers: {customers}. Please say more of the name."
    ),
    errors.NoRole: N_("You may not do this here. It takes one of these roles: {needed}."),
    errors.NotAmongVoters: N_("You have no vote on this plan. These people have: {voters}."),
    errors.NotEligible: N_("Your Slack account may not decide here: {why}."),
    errors.DirectoryUnreadable: N_(
        "Slack did not say who you are, so nothing was counted. Please try again in a moment."
    ),
    errors.SelfApproval: N_("You asked for this plan, so someone else must decide on it."),
    errors.AlreadyVoted: N_("Your vote is already recorded: {choice}."),
    errors.NotYourVote: N_("There is no approval of yours on this plan (any more)."),
    errors.PlanOver: N_("This plan is over ({state}). Nothing was done by your click."),
    errors.OutdatedCard: N_(
        "This button belongs to an older card, so nothing was done. Please use the newest one."
    ),
    errors.PlanAlreadyOpen: N_(
        "This customer already has an open plan. Decide on that one first, or withdraw it."
    ),
    errors.RoleChangeOpen: N_(
        "A change of the role {role} is open already. Decide on that one first, or let it lapse."
    ),
    errors.AccountChangeOpen: N_(
        "Whose the account {user} is waits to be decided. Decide on that first, or let it lapse."
    ),
    errors.AccountUnchanged: N_("The account {user} would stay whose it is."),
    errors.LastAccount: N_(
        "{user} is the only account of its person. Take the roles away instead: `roles propose`."
    ),
    errors.RoleUnchanged: N_("The {role} would stay who they are."),
    errors.RoleEmptied: N_("Nobody would be left among the {role}."),
    errors.TooFewVoters: N_(
        "Too few people would be left to decide on plans to {action}: {left}, and it takes "
        "{needed}."
    ),
    errors.UnfitForRole: N_("{user} cannot have a role here: {why}."),
    errors.ClockOver: N_(
        "Nothing is to be decided about this data any more, so nothing was done by your click."
    ),
    errors.LetterMissing: N_(
        "Data is let go with the last letter to the customer: please give its date or reference."
    ),
    errors.UnknownCase: N_(
        "There is no case {text}. Give its number, as in 12, or ask in the thread of a case."
    ),
    errors.CaseOver: N_("Case {case} is closed. A new one can be opened for this customer."),
    errors.CaseHasOpenPlan: N_(
        "A plan of case {case} is still open. Decide on it or withdraw it, then close the case."
    ),
    errors.CaseHasOpenTicket: N_(
        "Case {case} has a service request that is still open: {tickets}. Record its answer, or "
        "say why none is needed, with `/ticket close {ticket} …`; then close the case."
    ),
    errors.UnknownTicket: N_(
        "There is no service request {text}. Give Microsoft's number or our reference, as in "
        "GS-7c1e04ab."
    ),
    errors.TicketOver: N_("Service request {ticket} is closed. A new one can be asked for."),
    errors.TicketAlreadyOpen: N_(
        "Case {case} has an open service request about this already: {ticket}. Add a note to it, "
        "or close it first."
    ),
    errors.TicketUnderWay: N_("Service request {ticket} is not at that point: {why}."),
    errors.NotAMoment: N_(
        "“{text}” is no moment. Write day and time in UTC, as in 2026-10-12 08:30, and none that "
        "is still to come."
    ),
    errors.TicketNeedsCase: N_(
        "That case of {customer} is closed by now. Please ask for the service request again."
    ),
    errors.CustomerNotTold: N_(
        "Case {case} is closed with what the customer was told, and how: please write it down."
    ),
    errors.UnknownSchedule: N_("There is no digest {text}. These are there: {numbers}."),
    errors.ScheduleOver: N_("Digest {number} was removed, so it is not posted any more."),
    errors.NotRequester: N_("Only the person who asked for this plan may withdraw it."),
    errors.NothingSelected: N_("Nothing was selected, so nothing happens."),
    errors.NotSuspendable: N_("{subscription} cannot be changed that way: {why}."),
    errors.NothingToReinstate: N_("No suspension of ours is open for {customer}."),
    errors.NotAReseller: N_(
        "{account} is no account of an indirect reseller; its customers are read in Partner Center."
    ),
    errors.RenewalOver: N_(
        "That renewal of {customer} is decided already, or its day has passed. Nothing was changed."
    ),
    errors.NothingToDo: N_(
        "This plan asks nobody to do anything by hand at the moment; its card says where it stands."
    ),
    errors.MappingUnconfirmed: N_(
        "Nobody has confirmed yet that {customer} in the books is this customer."
    ),
    errors.NothingOwed: N_("{customer} owes nothing above the floor in any currency."),
    errors.BooksUnfit: N_("The books are not fit for a suspension for non-payment: {why}."),
    errors.CapExceeded: N_(
        "That is more than the policy allows {cap}: {asked} asked, {limit} at most."
    ),
    errors.CalendarUnknown: N_("No calendar of {country} says when a suspension would be allowed."),
    errors.ReasonMissing: N_("Please give a reason in words."),
    errors.AlreadyFrozen: N_("It is frozen already."),
    errors.NotFrozen: N_("Nothing is frozen."),
    errors.FreezeFilePresent: N_("The file {path} still holds everything. Take it away first."),
    errors.ClockApart: N_("The clock of this desk is wrong: {apart}. Set it right first."),
    errors.KeptByPolicy: N_(
        "The policy keeps {subscriptions}. Give a reason in words if it is to be done all the same."
    ),
    errors.ImportRefused: N_("The file was refused, and nothing of it was kept."),
    credit_errors.CreditUnfit: N_("Credit cannot be decided on like that: {why}."),
    credit_errors.CreditAlreadyOpen: N_(
        "Credit of {customer} in {currency} waits for a decision already. Decide on that one "
        "first, or withdraw it."
    ),
    credit_errors.CreditOver: N_(
        "This credit is decided already ({state}). Nothing was done by your click."
    ),
    credit_errors.OwnCredit: N_("You asked for this credit, so someone else must decide on it."),
    credit_errors.OthersCredit: N_("Only the person who asked for this credit may withdraw it."),
    credit_errors.CheckUnfit: N_("What was checked cannot be written down like that: {why}."),
    credit_errors.NotADay: N_("“{text}” is no day. Write it like 2026-10-12."),
    credit_errors.NotACurrency: N_("“{text}” is no currency. Write three letters, as in EUR."),
    **agreement_words.REFUSALS,
    **CONTAINMENT_REFUSALS,
    **alert_words.REFUSALS,
    **case_refusals.REFUSALS,
    **policy_words.REFUSALS,
    **letter_words.REFUSALS,
    **STEP_UP_REFUSALS,
    **place_words.REFUSALS,
    **erasure_words.REFUSALS,
    **follow_up_lines.REFUSALS,
    **mapping_words.REFUSALS,
    FormNotOpened: N_("Slack did not open the form. Please try again."),
    SeenAlready: N_("That was recorded already, so nothing was done a second time."),
    TooFast: N_("That was too much at once, so nothing was done. Please wait a few seconds."),
    OutsidersPresent: N_(
        "This channel is shared with another organisation, so nothing of a customer is shown here. "
        "Please ask in a channel of your own."
    ),
    PublicChannel: N_(
        "{channel} is public, so everybody in the workspace would read what customers owe. Take a "
        "private channel, or have the setting PUBLIC_CHANNELS name this one."
    ),
    NotInChannel: N_(
        "I am not in {channel}, so I could post nothing there. Invite me, then type it again."
    ),
    RoomUnseen: N_(
        "I cannot see who is in this channel, so nothing of a customer is shown here. "
        "Please ask in a direct message to me, or invite me to the channel."
    ),
    errors.LostRace: N_(
        "Somebody else was faster, so you changed nothing. Look at the newest card."
    ),
}
FAILED = N_("Something went wrong on our side. Nothing was decided by it. Error number {ticket}.")
OTHERWISE = N_("That is not possible here.")
# Said after the sentence where the refusal carries this fact.
AND_THEN = {
    "similar": N_("Did you mean {similar}?"),
    "typed": N_("You typed: `{typed}`."),
    "usage": N_("For example: {usage}"),
}
# What is a fact by its code.
CODES: Mapping[type[Refusal], Mapping[str, str]] = {
    errors.NotSuspendable: subscription_words.WHY_NOT,
    errors.BooksUnfit: subscription_words.UNFIT_BOOKS,
}
NAMES: Mapping[type[Enum], Mapping[Any, str]] = {
    Action: state_words.ACTIONS,
    Choice: state_words.CHOICES,
    CreditState: credit_words.STATES,
    Evidence: case_words.EVIDENCE,
    LetterState: letter_words.STATES,
    PlanState: state_words.STANDS,
    PromiseState: agreement_words.PROMISES,
    Role: state_words.ROLES,
}
# The problem of a command to which no customer was given.
NOBODY_NAMED = "no customer named"
UNSAID = Safe("–")


def refused(refusal: Refusal, words: Words) -> str:
    """The sentence of this refusal, or of the nearest kind above it."""
    known = next((kind for kind in type(refusal).__mro__ if kind in SENTENCES), None)
    sentences = [SENTENCES[known] if known else OTHERWISE]
    problem = refusal.facts.get("problem")
    if problem == NOBODY_NAMED:
        sentences = [N_("Which customer?")]
    sentences += [more for fact, more in AND_THEN.items() if refusal.facts.get(fact)]
    facts = {name: _shown(fact, words) for name, fact in refusal.facts.items()}
    if isinstance(problem, str):
        facts["problem"] = Safe(words(problem, **_filled(problem, facts)))
    if (codes := CODES.get(type(refusal))) and "why" in facts:
        facts["why"] = named(str(refusal.facts["why"]), codes, words)
    return " ".join(words(one, **_filled(one, facts)) for one in sentences)


def _filled(sentence: str, facts: Mapping[str, object]) -> dict[str, object]:
    """A fact that the refusal did not carry reads as a dash: better than no sentence at all."""
    holes = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return {name: facts.get(name, UNSAID) for name in holes}


def _shown(fact: object, words: Words) -> object:
    """States and roles are words of ours, and translated; customers are called by their name."""
    if isinstance(fact, Item):
        return Safe(f"{words(fact.words)} (`{fact.item_id}`)")
    if isinstance(fact, Phrase):
        return Safe(words(fact.value))
    if isinstance(fact, Enum):
        return named(fact.value, NAMES.get(type(fact), {}), words)
    if isinstance(fact, list | tuple | set | frozenset):
        return tuple(_shown(one, words) for one in fact)
    return getattr(fact, "name", fact)
