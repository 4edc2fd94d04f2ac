"""How we stand with Microsoft, and what a customer spends on Azure; unknown is called unknown."""

from __future__ import annotations

from datetime import date

from core.domain.clouds import Cloud
from core.domain.spending import Spending
from core.ports.bills import Owed, Unpaid
from core.usecases.billing import Bill, View, overdue_since, sales_stop_from
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.text import Safe, Words


def own_card(view: View, words: Words) -> Message:
    """For administrators: one paragraph for each account."""
    first = words("Our own balance with Microsoft")
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [section("\n".join(_bill(bill, view.today, words))) for bill in view.bills]
    known = words(
        "Microsoft may stop our sales when an invoice is more than 60 days overdue; the customers "
        "we have go on. How much of the credit line is used is unknown: no program can read it."
    )
    return Message(first, (*blocks, context(known)))


def _bill(bill: Bill, today: date, words: Words) -> list[str]:
    said = [words("*Account {account}*", account=bill.partner.name)]
    if not bill.readable:
        provider = bill.partner.provider or words("unknown")
        return [*said, words("{provider} bills us, not Microsoft.", provider=provider)]
    for owed in bill.owed:
        said += _owed(owed, today, words)
    if not bill.owed:
        said.append(words("Unknown: no balance was read yet."))
    if bill.trouble:
        said.append(words("The newest reading failed: {why}.", why=bill.trouble))
    if bill.partner.cloud is Cloud.CHINA:
        said.append(words("21Vianet: 30 days net, then 1.5 % a month on what is late."))
    return said


def _owed(owed: Owed, today: date, words: Words) -> list[str]:
    balance = owed.balance
    said = words("Owed: {amount}", amount=balance.owed)
    if balance.as_of:
        said += words(", as of {day}", day=balance.as_of)
    if balance.last_paid is not None and balance.last_paid_on is not None:
        said += words(
            "; last paid {amount} on {day}", amount=balance.last_paid, day=balance.last_paid_on
        )
    line = words("{line}.", line=Safe(said))
    return [line, *([_unpaid(owed.unpaid, today, words)] if owed.unpaid else [])]


def _unpaid(unpaid: Unpaid, today: date, words: Words) -> str:
    since = overdue_since(unpaid, today)
    facts = {"number": unpaid.number, "issued": unpaid.issued, "amount": unpaid.open}
    oldest = words("Oldest unpaid: {number} of {issued}, {amount}", **facts)
    if unpaid.due is None:
        days = (today - unpaid.issued).days
        return words.many(
            "{oldest}, {count} day old. When it was due is unknown.",
            "{oldest}, {count} days old. When it was due is unknown.",
            days,
            oldest=Safe(oldest),
        )
    if since is None:
        return words("{oldest}, due {due}.", oldest=Safe(oldest), due=unpaid.due)
    return words(
        "{oldest}. *Overdue* since {since}; our sales may be stopped from {stops}.",
        oldest=Safe(oldest),
        since=since,
        stops=sales_stop_from(unpaid),
    )


def spending_lines(spending: Spending | None, words: Words) -> list[str]:
    """What a customer has spent on Azure this month, where the cloud counts it."""
    if spending is None:
        return []
    spent = words("unknown") if spending.spent is None else spending.spent
    said = words("*Azure this month:* {amount}", amount=spent) + _budget(spending, words)
    counted = spending.counted_at
    until = words("Counted until {moment}, an estimate.", moment=counted) if counted else ""
    never = words("A budget never stops usage.") if spending.budget is not None else ""
    return [" ".join(filter(None, (words("{line}.", line=Safe(said)), until, never)))]


def _budget(spending: Spending, words: Words) -> str:
    if spending.budget is None:
        return words(", no budget is known")
    if spending.used is None:
        return words(" of a budget of {budget}", budget=spending.budget)
    return words(
        " of a budget of {budget}, {percent}%", budget=spending.budget, percent=int(spending.used)
    )
