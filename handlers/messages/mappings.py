"""Names in the books that may be tenants: a list to be confirmed one by one, or all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.customers import Customer, Debtor
from handlers.messages.blocks import Block, Confirm, Message, actions, button, context, section
from handlers.messages.choices import short_tenant
from handlers.messages.text import Safe, Words

MOST_PROPOSALS = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name in the books, the customer it may be, and the token that confirms just this."""

    debtor: Debtor
    customer: Customer | None
    token: str


def mapping_list(
    proposals: Sequence[Proposal], all_token: str, left: int, words: Words, *, settled: str = ""
) -> Message:
    """`all_token` confirms what is shown, `left` says how many more wait, `settled` what is done
    of it already."""
    first = words.many(
        "{count} customer of the books waits for a person to confirm who it is.",
        "{count} customers of the books wait for a person to confirm who they are.",
        len(proposals) + left,
    )
    blocks: list[Block] = [section(f"*{first}*")]
    blocks += [_row(proposal, words) for proposal in proposals]
    if left:
        blocks.append(section(words("and {count} more", count=left)))
    if len(proposals) > 1:
        blocks.append(actions(_all(len(proposals), all_token, words)))
    if settled:
        blocks.append(context(settled))
    return Message(first, tuple(blocks))


def settled_list(done: Sequence[Proposal], count: int, who: str, words: Words) -> Message:
    """What became of a list: how much of it is confirmed, by whom, and who is who now."""
    first = words(
        "{done} of {count} confirmed, the last by {who}.",
        done=len(done),
        count=count,
        who=who or words("Goodstanding"),
    )
    rows = "\n".join(_who_is_who(proposal, words) for proposal in done)
    return Message(first, (section(f"*{first}*"), section(rows)))


def _row(proposal: Proposal, words: Words) -> Block:
    said = words("{row}?", row=Safe(_who_is_who(proposal, words)))
    return section(said, button(words("Confirm"), "mapping_confirm", proposal.token))


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


def _all(count: int, token: str, words: Words) -> Mapping[str, object]:
    dialog = Confirm(
        title=words("Confirm all of them?"),
        text=words.many(
            "{count} customer becomes suspendable for non-payment.",
            "{count} customers become suspendable for non-payment.",
            count,
        ),
        confirm=words("Confirm All"),
        deny=words("Cancel"),
    )
    return button(words("Confirm All"), "mapping_confirm_all", token, confirm=dialog)


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
