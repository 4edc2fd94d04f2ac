"""What is agreed on with a customer, line by line: on cards, in a list of its own, in a digest."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.customers import Customer
from core.domain.disputes import Dispute
from core.domain.holds import TAKES_TWO, Hold, HoldKind
from core.domain.plans import Action
from core.domain.promises import Running
from core.usecases.agreement_view import Agreed, Named, News
from core.usecases.plan_view import PlanView
from core.usecases.standing import View
from handlers.messages.agreement_words import HOLDS
from handlers.messages.blocks import Block, Confirm, Element, Message, actions, button, section
from handlers.messages.escaping import clean
from handlers.messages.reasons import named
from handlers.messages.text import N_, Safe, Words

LONGEST_REASON = 300
MOST_DOCUMENTS = 10


def agreed_lines(agreed: Agreed, words: Words) -> list[str]:
    """Who promised, what is disputed and who is on hold, until when, and by whom."""
    said = [_promise(one, agreed, words) for one in agreed.promises]
    said += [_dispute(one, agreed, words) for one in agreed.disputes]
    return [*said, *(_hold(one, agreed, words) for one in agreed.holds)]


def _promise(one: Running, agreed: Agreed, words: Words) -> str:
    promise = one.promise
    facts = {
        "left": one.left,
        "amount": promise.amount,
        "day": promise.by,
        "who": agreed.people.get(promise.made_by, ""),
    }
    if one.left == promise.amount:
        said = words("*Promised:* {left} by {day}, taken by {who}.", **facts)
    else:
        said = words(
            "*Promised:* {left} of {amount} is still to come by {day}, taken by {who}.", **facts
        )
    if not one.unsure:
        return said
    return f"{said} {words('One of its invoices is missing from the newest books.')}"


def _dispute(one: Dispute, agreed: Agreed, words: Words) -> str:
    return words(
        "*Disputed:* {amount} of {number} until {day}, recorded by {who}: {reason}",
        amount=one.amount,
        number=one.number,
        day=one.until,
        who=agreed.people.get(one.opened_by, ""),
        reason=Safe(clean(one.reason, LONGEST_REASON)),
    )


def _hold(one: Hold, agreed: Agreed, words: Words) -> str:
    facts: dict[str, object] = {
        "kind": named(one.kind, HOLDS, words),
        "who": agreed.people.get(one.owner, ""),
        "day": one.until or one.review_on or words("soon"),
    }
    if one.until is not None:
        said = words("*On hold:* {kind} until {day}, owner {who}.", **facts)
    else:
        said = words(
            "*On hold:* {kind} until released, to be looked at {day}, owner {who}.", **facts
        )
    reason = words("Reason: {text}", text=Safe(clean(one.reason, LONGEST_REASON)))
    return " ".join(filter(None, (said, _more(one, agreed, words), reason)))


def _more(one: Hold, agreed: Agreed, words: Words) -> str:
    if one.kind is HoldKind.VIP:
        voter = agreed.people.get(one.voter, "")
        return words("The vote of {voter} is needed.", voter=voter)
    return words("One of many: {scope}.", scope=one.scope) if one.scope else ""


def agreement_buttons(view: View, token: str, words: Words) -> list[Element]:
    """What can be agreed on now, and what is agreed on already."""
    elements = []
    if view.exposure.late():
        elements.append(button(words("Record Promise…"), "customer_promise", token))
    if view.exposure.debts:
        elements.append(button(words("Dispute…"), "customer_dispute", token))
    elements.append(button(words("Hold…"), "customer_hold", token))
    if view.agreed:
        elements.append(button(words("Show Agreements"), "customer_agreements", token))
    return elements


# By itself, with what can be done about each


def agreements_card(
    customer: Customer, agreed: Agreed, tokens: Mapping[str, str], words: Words
) -> Message:
    """`tokens` by the id of each promise, dispute and hold."""
    if not agreed:
        none = words("Nothing is agreed on with {customer} now.", customer=customer.name)
        return Message(none, (section(none),))
    first = words("Agreed with {customer}", customer=customer.name)
    blocks: list[Block] = [section(f"*{first}*")]
    for n, promise in enumerate(agreed.promises, start=1):
        token = tokens[promise.promise.promise_id]
        blocks += [section(_promise(promise, agreed, words)), actions(_cancel(n, token, words))]
    for n, dispute in enumerate(agreed.disputes, start=1):
        spoken, token = words("Settle dispute {number}", number=n), tokens[dispute.dispute_id]
        settle = button(words("Settle…"), "dispute_settle", token, spoken=spoken)
        blocks += [section(_dispute(dispute, agreed, words)), actions(settle)]
    for n, hold in enumerate(agreed.holds, start=1):
        spoken, token = words("Release hold {number}", number=n), tokens[hold.hold_id]
        release = button(words("Release…"), "hold_release", token, spoken=spoken)
        blocks += [section(_hold(hold, agreed, words)), actions(release)]
    return Message(first, tuple(blocks))


def _cancel(number: int, token: str, words: Words) -> Element:
    dialog = Confirm(
        title=words("Take the promise back?"),
        text=words("With all instalments of its payment plan. The ladder goes on where it stood."),
        confirm=words("Take It Back"),
        deny=words("Keep It"),
    )
    spoken = words("Take back promise {number}", number=number)
    return button(words("Take Back"), "promise_cancel", token, confirm=dialog, spoken=spoken)


def released(hold: Hold, words: Words) -> str:
    kind = named(hold.kind, HOLDS, words)
    return words("The hold is released: {kind}.", kind=kind)


def takes_two(kind: HoldKind, words: Words) -> str:
    """What releasing one takes, said before a reason is typed."""
    if kind in TAKES_TWO:
        return words("Releasing it takes the votes of two other people.")
    return words("It is released at once.")


# In a digest


def news_lines(news: News, words: Words) -> list[str]:
    """What was promised and did not come, what should come by tomorrow, what an owner owes."""
    said = [_news(one, N_("Promise broken: {customer}, {amount} by {day}"), words)
            for one in news.broken]  # fmt: skip
    said += [_news(one, N_("Promise due: {customer}, {amount} by {day}"), words)
             for one in news.due]  # fmt: skip
    return [*said, *(_reviewed(one, words) for one in news.under_review)]


def _news(one: Named, sentence: str, words: Words) -> str:
    assert one.promise is not None
    facts = {"amount": one.promise.amount, "day": one.promise.by}
    return words(sentence, customer=one.customer, **facts)


def _reviewed(one: Named, words: Words) -> str:
    assert one.hold is not None
    many = words.many(
        "{count} customer ({scope})", "{count} customers ({scope})", one.count,
        scope=one.hold.scope,
    )  # fmt: skip
    return words(
        "Hold under review: {whom}, {kind}, owner {owner}",
        whom=one.customer if one.count == 1 else Safe(many),
        kind=named(one.hold.kind, HOLDS, words),
        owner=one.owner,
    )


# On the card of a plan that decides one

HEADLINES = {
    Action.PROMISE: N_("TAKE A PROMISE of {customer} that goes beyond the usual."),
    Action.WRITE_OFF: N_("WRITE OFF a debt of {customer}."),
    Action.RELEASE_HOLD: N_("RELEASE A HOLD of {customer}."),
}


def decided_headline(view: PlanView, words: Words) -> str:
    content = view.plan.content
    return words(HEADLINES[content.action], customer=content.customer_name)


def decided_lines(view: PlanView, words: Words) -> list[str]:
    """What the votes are about, exactly, and what comes of them."""
    match view.plan.content.action:
        case Action.PROMISE:
            return _terms(view, words)
        case Action.RELEASE_HOLD:
            return _releasing(view, words)
    return [_documents(view, words), words("*Then:* it counts no more; nothing is reinstated.")]


def _terms(view: PlanView, words: Words) -> list[str]:
    terms = [
        words("{amount} by {day}", amount=one.amount, day=one.by) for one in view.decides.terms
    ]
    said = words("*Promised:* {terms}.", terms=words.strung(terms))
    return [said, words("*Then:* nothing is sent or cut until it is kept or broken.")]


def _releasing(view: PlanView, words: Words) -> list[str]:
    hold = view.decides.hold
    if hold is None:
        return []
    said = words(
        "*Hold:* {kind} since {day}: {reason}",
        kind=named(hold.kind, HOLDS, words),
        day=hold.since,
        reason=Safe(clean(hold.reason, LONGEST_REASON)),
    )
    return [said, words("*Then:* letters and suspensions for non-payment are possible again.")]


def _documents(view: PlanView, words: Words) -> str:
    basis = view.plan.content.basis
    shown = [
        words("{number} ({amount})", number=one.number, amount=one.open)
        for one in basis[:MOST_DOCUMENTS]
    ]
    left = len(basis) - len(shown)
    more = [words("and {count} more", count=left)] if left else []
    return words("*Written off:* {documents}.", documents=words.listed([*shown, *more]))
