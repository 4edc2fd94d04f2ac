"""Names in the books that may be tenants: a list to be confirmed one by one, or all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.customers import Debtor
from handlers.messages.blocks import Block, Confirm, Message, actions, button, section
from handlers.messages.text import Words

MOST_PROPOSALS = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name in the books, the tenant it may be, and the token that confirms just this."""

    debtor: Debtor
    customer_name: str
    token: str


def mapping_list(proposals: Sequence[Proposal], all_token: str, left: int, words: Words) -> Message:
    """`all_token` confirms what is shown, `left` says how many more wait."""
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
    return Message(first, tuple(blocks))


def _row(proposal: Proposal, words: Words) -> Block:
    debtor = proposal.debtor
    said = words(
        "{name} ({source}, {ref}) is *{customer}*, {tenant}?",
        name=debtor.name,
        source=debtor.source,
        ref=debtor.customer_ref,
        customer=proposal.customer_name or words("unknown"),
        tenant=debtor.customer.tenant_id if debtor.customer else words("unknown"),
    )
    return section(said, button(words("Confirm"), "mapping_confirm", proposal.token))


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
