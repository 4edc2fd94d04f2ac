"""Names in the books that may be tenants: a list to be confirmed one by one, or all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.customers import Customer, Debtor
from handlers.messages.blocks import (
    Block,
    Confirm,
    Message,
    actions,
    button,
    context,
    plain,
    section,
)
from handlers.messages.choices import short_tenant
from handlers.messages.text import Safe, Words

MOST_PROPOSALS = 40
# With their reasons and two buttons each.
MOST_REASONED = 15


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name in the books, the customer it may be, and the token that confirms just this, or
    settles it otherwise; `why` where we found it ourselves."""

    debtor: Debtor
    customer: Customer | None
    token: str
    why: str = ""
    sure: bool = True


def mapping_list(
    proposals: Sequence[Proposal], all_token: str, left: int, words: Words, *, settled: str = ""
) -> Message:
    """`all_token` confirms what is sure of it, `left` says how many more wait, `settled` what is
    done of it already."""
    first = words.many(
        "{count} customer of the books waits for a person to confirm who it is.",
        "{count} customers of the books wait for a person to confirm who they are.",
        len(proposals) + left,
    )
    blocks: list[Block] = [section(f"*{first}*")]
    for number, proposal in enumerate(proposals, start=1):
        blocks += _shown(number, proposal, words)
    if left:
        blocks.append(section(words("and {count} more", count=left)))
    sure = sum(1 for proposal in proposals if proposal.sure)
    if sure and len(proposals) > 1:
        blocks.append(actions(_all(sure, sure == len(proposals), all_token, words)))
    if settled:
        blocks.append(context(settled))
    return Message(first, tuple(blocks))


def settled_list(done: Sequence[Proposal], count: int, who: str, words: Words) -> Message:
    """What became of a list: how much of it is confirmed, by whom, and who is who now."""
    by = who or words("Goodstanding")
    first = words(
        "{done} of {count} confirmed, the last by {who}.", done=len(done), count=count, who=by
    )
    if not done:
        return plain(words("Nobody of {count} is confirmed, as {who} said.", count=count, who=by))
    rows = "\n".join(_who_is_who(proposal, words) for proposal in done)
    return Message(first, (section(f"*{first}*"), section(rows)))


def _shown(number: int, proposal: Proposal, words: Words) -> list[Block]:
    """With its reason whoever looks may know better than the desk."""
    said = words("{row}?", row=Safe(_who_is_who(proposal, words)))
    of = {"number": number, "name": Safe(proposal.debtor.name)}
    confirm = button(
        words("Confirm"), "mapping_confirm", proposal.token,
        spoken=words("Confirm {number}: {name}", **of),
    )  # fmt: skip
    if not proposal.why:
        return [section(said, confirm)]
    other = button(
        words("Choose Another…"), "mapping_settle", proposal.token,
        spoken=words("Choose another for {number}: {name}", **of),
    )  # fmt: skip
    return [section(f"{said}\n{proposal.why}"), actions(confirm, other)]


def _who_is_who(proposal: Proposal, words: Words) -> str:
    debtor, customer = proposal.debtor, proposal.customer
    return words(
        "*{name}* ({source}, {ref}) = *{customer}* ({domain}, {tenant})",
        name=debtor.name,
        source=debtor.source,
        ref=debtor.customer_ref,
        customer=customer.name if customer else words("unknown"),
        domain=(customer.domain if customer else "") or words("domain unknown"),
        tenant=short_tenant(debtor.customer.tenant_id) if debtor.customer else words("unknown"),
    )


def _all(count: int, every: bool, token: str, words: Words) -> Mapping[str, object]:
    label = words("Confirm All") if every else words("Confirm Sure Ones ({count})", count=count)
    dialog = Confirm(
        title=words("Confirm all of them?") if every else words("Confirm the sure ones?"),
        text=words.many(
            "{count} customer becomes suspendable for non-payment.",
            "{count} customers become suspendable for non-payment.",
            count,
        ),
        confirm=label,
        deny=words("Cancel"),
    )
    return button(label, "mapping_confirm_all", token, confirm=dialog)


def confirmed(count: int, changed: int, words: Words) -> str:
    """What became of confirming all that a list showed."""
    said = words.many("{count} customer is confirmed.", "{count} customers are confirmed.", count)
    if not changed:
        return said
    more = words.many(
        "{count} changed since the list was made and waits for a new look.",
        "{count} changed since the list was made and wait for a new look.",
        changed,
    )
    return f"{said} {more}"
