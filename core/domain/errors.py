"""Refusals: answers a person can act on. Each carries facts; handlers write the sentence."""

from __future__ import annotations

from core.domain.phrases import Phrase


class Refusal(Exception):
    """An answer, not a failure: shown to the person who asked and not logged as an error."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__, facts)
        self.facts = facts


class BadInput(Refusal):
    """What was typed cannot be read. Facts: usage (one correct example), problem."""


class BadAmount(Refusal):
    """Not an amount. Facts: text."""


class MixedCurrencies(Refusal):
    """Two currencies met in one sum. Facts: first, second."""


class UnknownCustomer(Refusal):
    """Nobody by that name, domain, tenant id or invoice number. Facts: text, similar."""


class AmbiguousCustomer(Refusal):
    """Several customers fit. Facts: text, customers."""


class NoRole(Refusal):
    """The person may not do this. Facts: needed (role names)."""


class NotAmongVoters(NoRole):
    """Others decide on this plan. Facts: needed, voters (their names)."""


class NotEligible(Refusal):
    """The account may not decide. Facts: why (an Ineligibility)."""


class DirectoryUnreadable(Refusal):
    """Slack did not say who this is, so nothing was counted."""


class SelfApproval(Refusal):
    """The requester cannot vote on the own plan."""


class AlreadyVoted(Refusal):
    """This person's vote is already recorded. Facts: choice."""


class NotYourVote(Refusal):
    """No approval of this person stands on the plan."""


class PlanOver(Refusal):
    """The plan no longer takes votes. Facts: state."""


class OutdatedCard(Refusal):
    """The button belongs to an older card, or to none that we know."""


class PlanAlreadyOpen(Refusal):
    """One open change per customer. Facts: plan_id, action, mine (asker may withdraw it)."""


class RoleChangeOpen(PlanAlreadyOpen):
    """One open change per role. Facts: plan_id, role."""


class AccountChangeOpen(PlanAlreadyOpen):
    """Whose an account is waits to be decided, and roles wait for that. Facts: user."""


class AccountUnchanged(Refusal):
    """It is this person's already, or nobody's. Facts: user."""


class LastAccount(Refusal):
    """The person would have none. Facts: user."""


class RoleUnchanged(Refusal):
    """The list would stay as it is. Facts: role."""


class RoleEmptied(Refusal):
    """Nobody would have the role. Facts: role."""


class TooFewVoters(Refusal):
    """Too few people would be left to decide. Facts: action, needed, left."""


class UnfitForRole(Refusal):
    """Who is to get a role could not use it. Facts: user, why (an Ineligibility)."""


class NotRequester(Refusal):
    """Only the requester withdraws a plan."""


class NothingSelected(Refusal):
    """No subscription was selected: nothing happens."""


class NotSuspendable(Refusal):
    """A selected subscription cannot be changed that way. Facts: subscription, status, why."""


class NothingToReinstate(Refusal):
    """No suspension of ours is open for this customer. Facts: customer."""


class NothingToDo(Refusal):
    """The plan asks nobody to do anything by hand at the moment."""


class NotAReseller(Refusal):
    """A list of customers is taken for the account of an indirect reseller only. Facts: account."""


class RenewalOver(Refusal):
    """The renewal is decided on already, or its day has passed. Facts: customer."""


class ClockOver(Refusal):
    """Nothing is to be decided about this data any more: it was let go, or is reinstated."""


class LetterMissing(Refusal):
    """Data is let go with the date or reference of the last letter to the customer."""


class UnknownCase(Refusal):
    """No case of that number, or this thread is none. Facts: text."""


class CaseOver(Refusal):
    """The case is closed. Facts: case (its number)."""


class CaseHasOpenPlan(Refusal):
    """A plan of this case is still open. Facts: case (its number)."""


class CustomerNotTold(Refusal):
    """A case is closed with what the customer was told, and how. Facts: case (its number)."""


class CaseHasOpenTicket(Refusal):
    """A service request of this case is still open. Facts: case (its number),
    tickets (their names), ticket (one of them)."""


class UnknownTicket(Refusal):
    """No service request of that number or reference. Facts: text."""


class TicketOver(Refusal):
    """The service request is closed. Facts: ticket."""


class TicketAlreadyOpen(Refusal):
    """The case has an open one about the same. Facts: ticket, case."""


class TicketUnderWay(Refusal):
    """It is being handed in at this moment, or goes by program. Facts: ticket, why (a Hurdle)."""


class NotAMoment(Refusal):
    """Not a day and a time, or one that is still to come. Facts: text."""


class TicketNeedsCase(Refusal):
    """A service request belongs to a case, which was closed meanwhile. Facts: customer."""


class UnknownSchedule(Refusal):
    """No digest of that number. Facts: text, numbers (those there are)."""


class ScheduleOver(Refusal):
    """The digest was removed, so it is not posted any more. Facts: number."""


class MappingUnconfirmed(Refusal):
    """The customer in the books is not confirmed as this tenant. Facts: customer."""


class NothingOwed(Refusal):
    """Net overdue is below the floor in every currency. Facts: customer."""


class BooksUnfit(Refusal):
    """Stale, refused or partly unreadable books: no suspension for non-payment. Facts: why."""


class Cap(Phrase):
    """Of what there is a limit."""

    PLAN = "in one plan"
    DAY = "on one day"


class CapExceeded(Refusal):
    """The plan as a whole does not fit under a cap. Facts: cap (a Cap), limit, asked."""


class CalendarUnknown(Refusal):
    """No calendar says when a cut would be allowed. Facts: country."""


class ReasonMissing(Refusal):
    """A reason is needed in words."""


class AlreadyFrozen(Refusal):
    """Everything is frozen already. Facts: freeze."""


class NotFrozen(Refusal):
    """Nothing is frozen."""


class FreezeFilePresent(Refusal):
    """The file FREEZE still lies beside the database: take it away first. Facts: path."""


class ClockApart(Refusal):
    """Our clock is still wrong: set it right first. Facts: apart."""


class KeptByPolicy(Refusal):
    """A service on the policy's keep list was selected without a reason. Facts: subscriptions."""


class ImportRefused(Refusal):
    """The file was refused whole. Facts: problems (list of sentences' keys and facts)."""


class LostRace(Refusal):
    """Somebody else was faster; nothing was changed by this attempt."""
