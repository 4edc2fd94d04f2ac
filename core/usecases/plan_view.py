"""Everything an approver needs to decide, read for the plan's card, its forms and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.approvals import Vote
from core.domain.bindings import Binding, binding_of
from core.domain.cases import Case
from core.domain.consequences import Consequence, consequence
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.events import CardPosted, Recorded, RolesChanged
from core.domain.exposure import Document
from core.domain.holds import Hold
from core.domain.money import Money
from core.domain.partners import Partner
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Action, Plan, Reason, Step
from core.domain.policy_changes import Change
from core.domain.promises import Promise
from core.domain.step_up import Factor
from core.freezes import Narrow, named
from core.gate import GateFacts, Ruling, judge
from core.gathering import gather
from core.ports.office import Office
from core.ports.records import Freeze, Snapshot
from core.ports.store import Work
from core.recording import CARRIED_OUT
from core.usecases.clock_view import Ticking, shown
from core.usecases.collecting_view import NO_RUN, ShownRun, shown_run
from core.usecases.containment_view import Contained, contained_by
from core.usecases.explanations import Place, Unjudged, place_of
from core.usecases.factors import factor_of
from core.usecases.policies import changes_between
from core.usecases.talks import NOTHING_SAID, Talk, talk_of

NOBODY = Partner("")


@dataclass(frozen=True, slots=True)
class Decides:
    """What a plan is about: the instalments it accepts, the hold it ends, the second factor that it
    confirms, or who has the account of which it decides."""

    terms: tuple[Promise, ...] = ()
    hold: Hold | None = None
    factor: Factor | None = None
    holder: Person | None = None


NOTHING = Decides()


@dataclass(frozen=True, slots=True)
class PlanView:
    """`people` holds everybody named by the plan or a vote, by person id; `asked` those who may
    vote and have not; `subscriptions` all of the customer's, by id; `held` who has, or had before
    the plan was carried out, each role that it changes; `last_paid` is the document on which the
    books note the newest payment, if they note any; `owed_before` what was overdue when that was
    suspended which a reinstatement lifts; `held_up` counts approved plans that the freeze stops;
    `consequences` say what comes of each subscription that is suspended or ended; `changes` are
    those of another policy; `talk` is what was said before a cut for money that can still be
    decided; `place` is where the customer stands on the ladder now, `run` the list
    that is to be released, `contained` what the plan began, ratifies or rolls back."""

    plan: Plan
    steps: tuple[Step, ...]
    votes: tuple[Vote, ...]
    quorum: int
    asked: tuple[Person, ...]
    people: Mapping[str, Person]
    facts: GateFacts
    ruling: Ruling
    subscriptions: Mapping[str, Subscription]
    case: Case | None
    books: tuple[Snapshot, ...]
    events: tuple[Recorded, ...]
    held: Mapping[str, tuple[str, ...]]
    last_paid: Document | None = None
    owed_before: tuple[Money, ...] = ()
    held_up: int = 0
    consequences: tuple[Consequence, ...] = ()
    partner: Partner = NOBODY
    clocks: tuple[Ticking, ...] = ()
    changes: tuple[Change, ...] = ()
    decides: Decides = NOTHING
    talk: Talk = NOTHING_SAID
    place: Place | Unjudged | None = None
    run: ShownRun = NO_RUN
    contained: Contained | None = None
    narrow: Narrow | None = None

    @property
    def now(self) -> datetime:
        return self.facts.now

    @property
    def customer(self) -> Customer | None:
        return self.facts.customer

    @property
    def freeze(self) -> Freeze | None:
        return self.facts.freeze

    @property
    def card_link(self) -> str:
        """Where the plan's card is; empty until it is posted."""
        return card_link(self.events)


def card_link(events: Sequence[Recorded]) -> str:
    """Where the card of the plan with these events is; empty until it is posted."""
    posted = (r.event for r in events if isinstance(r.event, CardPosted))
    return next((event.permalink for event in posted), "")


def view_plan(plan_id: str, *, office: Office) -> PlanView:
    """The plan as it stands now."""
    with office.store.reading() as work:
        return view_in(work, plan_id, now=office.clock(), office=office)


def view_in(work: Work, plan_id: str, *, now: datetime, office: Office) -> PlanView:
    plan = work.plans.get(plan_id)
    content, facts = plan.content, gather(work, plan, now=now, office=office)
    votes, events = tuple(work.plans.votes(plan_id)), tuple(work.events.of_plan(plan_id))
    voted, held = {v.person_id for v in votes}, _held(work, plan, events)
    return PlanView(
        *(plan, tuple(work.plans.steps(plan_id)), votes, facts.ballot.quorum),
        clocks=_clocks(work, plan, office=office),
        changes=_changes(work, plan),
        decides=_decides(work, plan),
        asked=_asked(work, facts, voted),
        people=work.people.each(_named(plan, facts, held) | voted | _enrolled(work, plan)),
        place=_place(work, plan, facts, office=office),
        talk=_talk(work, plan, facts, office=office),
        run=shown_run(work, plan),
        contained=contained_by(work, plan, office=office),
        narrow=named(work, facts.freeze) if facts.freeze else None,
        facts=facts,
        ruling=judge(facts),
        subscriptions=_subscriptions(work, content.customer) if content.customer else {},
        case=work.cases.get(content.case_id) if content.case_id else None,
        books=tuple(work.books.currents()),
        events=events,
        held=held,
        last_paid=_last_paid(work, content.customer) if content.customer else None,
        owed_before=_owed_before(work, plan),
        partner=office.partner(content.customer) if content.customer else NOBODY,
        consequences=_consequences(work, plan, now=now, office=office),
        held_up=_held_up(work, facts.freeze),
    )


def _held_up(work: Work, freeze: Freeze | None) -> int:
    if freeze is None:
        return 0
    going = (one.content for one in work.plans.open() if one.state in CARRIED_OUT)
    return sum(freeze.stops(one.action, one.customer) for one in going)


def _place(work: Work, plan: Plan, facts: GateFacts, *, office: Office) -> Place | Unjudged | None:
    """Of the customer whose debt an open plan is about."""
    about_debt = plan.is_open() and plan.content.reason is Reason.NON_PAYMENT
    if not about_debt or facts.customer is None:
        return None
    return place_of(work, facts.customer, office=office)


def _talk(work: Work, plan: Plan, facts: GateFacts, *, office: Office) -> Talk:
    key = plan.content.customer
    if key is None or not plan.is_open() or not facts.cuts_for_money():
        return NOTHING_SAID
    return talk_of(work, key, facts.now, office=office)


def _asked(work: Work, facts: GateFacts, voted: set[str]) -> tuple[Person, ...]:
    """Whoever may vote and has not; who asked may not, but for the lifting of a freeze, and nobody
    with an interest in it."""
    content = facts.plan.content
    apart = voted if content.action is Action.LIFT_FREEZE else voted | {content.requester}
    voters = work.people.with_role(*facts.ballot.roles)
    apart |= facts.ballot.barred.keys()
    return tuple(person for person in voters if person.person_id not in apart)


def _clocks(work: Work, plan: Plan, *, office: Office) -> tuple[Ticking, ...]:
    """Those that run since this suspension, or the one whose data shall go."""
    if plan.content.action is Action.LET_GO:
        return shown(work, [work.clocks.get(plan.content.subject)], office=office)
    running = [one for one in work.clocks.of_plan(plan.plan_id) if one.ended_at is None]
    return shown(work, running, office=office)


def _changes(work: Work, plan: Plan) -> tuple[Change, ...]:
    if plan.content.action is not Action.CHANGE_POLICY:
        return ()
    return changes_between(work, plan.content.policy, plan.content.subject)


def _named(plan: Plan, facts: GateFacts, held: Mapping[str, tuple[str, ...]]) -> set[str]:
    named = {plan.content.requester, plan.bank_checked_by, *_in_lists(plan, held)}
    return named | ({facts.freeze.person_id} if facts.freeze else set())


def _enrolled(work: Work, plan: Plan) -> set[str]:
    """Who has something to do with the second factor that a plan confirms, or gets an account."""
    factor, binding = _decides(work, plan).factor, binding_of(plan.content)
    getting = {binding.person_id} if binding else set()
    return {factor.person_id, factor.enrolled_by} if factor else getting


def _decides(work: Work, plan: Plan) -> Decides:
    match plan.content.action:
        case Action.PROMISE:
            return Decides(terms=tuple(work.promises.by_terms(plan.content.subject)))
        case Action.RELEASE_HOLD:
            return Decides(hold=work.holds.get(plan.content.subject))
        case Action.CONFIRM_STEP_UP:
            return Decides(factor=factor_of(work, plan.content.subject))
        case Action.CHANGE_ROLES:
            return Decides(holder=_holder(work, binding_of(plan.content)))
    return NOTHING


def _holder(work: Work, binding: Binding | None) -> Person | None:
    if binding is None:
        return None
    return work.people.by_account(AccountKey(work.desk.get("home_team"), binding.user))


def _subscriptions(work: Work, key: CustomerKey) -> dict[str, Subscription]:
    return {found.subscription_id: found for found in work.customers.subscriptions(key)}


def _consequences(
    work: Work, plan: Plan, *, now: datetime, office: Office
) -> tuple[Consequence, ...]:
    """Those of what is still known of; a reinstatement has none."""
    key = plan.content.customer
    if key is None or plan.content.action is Action.REINSTATE:
        return ()
    known, prices = _subscriptions(work, key), work.prices.of(key)
    cloud, today = office.partner(key).cloud, office.today(now)
    return tuple(
        consequence(
            known[line.subscription_id], prices.get(line.subscription_id), cloud, now, today
        )
        for line in plan.content.lines
        if line.subscription_id in known
    )


def _last_paid(work: Work, key: CustomerKey) -> Document | None:
    documents = [doc for page in work.books.account(key) for doc in page.documents]
    paid = [doc for doc in documents if doc.last_payment_on is not None]
    return max(paid, key=lambda doc: doc.last_payment_on or doc.issued, default=None)


def _owed_before(work: Work, plan: Plan) -> tuple[Money, ...]:
    content = plan.content
    if content.action is not Action.REINSTATE or content.customer is None:
        return ()
    suspensions = work.plans.of_customer(content.customer, Action.SUSPEND)
    earlier = (p.content for p in suspensions if p.content.filed_at <= content.filed_at)
    return next((found.overdue for found in earlier if found.overdue), ())


def _in_lists(plan: Plan, held: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {one for ids in (*held.values(), *(plan.content.roles or {}).values()) for one in ids}


def _held(work: Work, plan: Plan, events: Sequence[Recorded]) -> dict[str, tuple[str, ...]]:
    """Once the change was made, its event knows what was before."""
    changed = {e.event.role: e.event.before for e in events if isinstance(e.event, RolesChanged)}
    return {
        role: changed[role]
        if role in changed
        else tuple(p.person_id for p in work.people.with_role(Role(role)))
        for role in plan.content.roles or {}
    }
