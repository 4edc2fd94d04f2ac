"""python -m bot mapping: whose the accounts in the books are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.roles import meet
from bot.cli.terminal import give_up, ledger_at_hand, shown
from bot.wiring import Ledger
from core.domain.customers import Customer, CustomerKey, MappingState
from core.domain.errors import Refusal
from core.domain.events import Route
from core.domain.mapping import Suggestion
from core.usecases.finding import account_of, find_customer
from core.usecases.mapping_view import Entry, find_one, read_unmapped
from core.usecases.settling import Seen, Wish, settle
from handlers.messages.mapping_forms import stands
from handlers.messages.mapping_words import why
from handlers.messages.refusals import refused
from handlers.messages.text import Words

USAGE = "mapping confirm erp/10001 contoso --by U012AB3CD"
ACCOUNT = Annotated[str, typer.Argument(help="In the books: erp/10001, its number, or its name")]
CUSTOMER = Annotated[str, typer.Argument(help="By name, domain, tenant id or invoice number")]
BY = Annotated[str, typer.Option(help="The Slack user id of who says so")]
REASON = Annotated[str, typer.Option(help="Why, for the others")]
AS_JSON = Annotated[bool, typer.Option("--json", help="As JSON, amounts as text")]


def list_accounts(as_json: AS_JSON = False) -> None:
    """Accounts that owe something and that nobody confirmed, with who they may be and why."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        found = read_unmapped(work, office=ledger.office)
    if as_json:
        print(json.dumps([_values(one) for one in found.entries], indent=2, ensure_ascii=False))
        return
    for entry in found.entries:
        print("\n".join(_lines(entry)))
    sums = ", ".join(f"{money.currency} {money.plain()}" for money in found.open.values())
    print(f"{len(found.entries)} accounts are not confirmed: {sums or 'nothing'} open.")


def confirm(account: ACCOUNT, by: BY, customer: CUSTOMER = "") -> None:
    """Say which customer an account is; without a customer the one that is proposed. Exit 1 if it
    is refused."""
    with _refusals(), ledger_at_hand() as ledger:
        entry = _entry(ledger, account)
        if entry.debtor.mapping is MappingState.CONFIRMED:
            raise give_up("It is confirmed already: `mapping change` needs a reason.")
        key = _customer(ledger, customer).key if customer else _proposed(entry)
        _settle(ledger, entry, key, "", by)


def change(account: ACCOUNT, customer: CUSTOMER, reason: REASON, by: BY) -> None:
    """Say that an account is another customer than was confirmed. Exit 1 if it is refused."""
    with _refusals(), ledger_at_hand() as ledger:
        entry = _entry(ledger, account)
        _settle(ledger, entry, _customer(ledger, customer).key, reason, by)


def remove(account: ACCOUNT, by: BY, reason: REASON = "") -> None:
    """Take back whose an account is, or turn down all that is proposed. What was confirmed takes a
    reason. Exit 1 if it is refused."""
    with _refusals(), ledger_at_hand() as ledger:
        _settle(ledger, _entry(ledger, account), None, reason, by)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise give_up(shown(refused(refusal, Words()))) from None


def _entry(ledger: Ledger, typed: str) -> Entry:
    with ledger.office.store.reading() as work:
        return find_one(work, typed)


def _customer(ledger: Ledger, typed: str) -> Customer:
    with ledger.office.store.reading() as work:
        return find_customer(work, typed)


def _proposed(entry: Entry) -> CustomerKey:
    suggested = entry.proposed()
    found = entry.debtor.customer or (suggested.customer if suggested else None)
    if found is None:
        raise give_up("Nobody is proposed for it: name the customer.")
    return found


def _settle(
    ledger: Ledger, entry: Entry, customer: CustomerKey | None, reason: str, by: str
) -> None:
    meet(ledger, [by])
    with ledger.office.store.reading() as work:
        account = account_of(work, by, USAGE)
    wish = Wish(entry.key, Seen.of(entry.debtor), customer, reason)
    settle(wish, account, office=ledger.office, route=Route.CLI)
    print("\n".join(_lines(_entry(ledger, "/".join(entry.key)))))


def _lines(entry: Entry) -> Iterator[str]:
    debtor = entry.debtor
    sums = ", ".join(f"{money.currency} {money.plain()}" for money in entry.open.values())
    yield f"{debtor.source}/{debtor.customer_ref}  {debtor.name}{f'  {sums} open' if sums else ''}"
    yield f"  {shown(stands(entry, Words()))}"
    if entry.proposed() is None:
        for one in entry.suggestions:
            yield f"  {_named(entry, one)}: {shown(why(one, Words()))}"


def _named(entry: Entry, one: Suggestion) -> str:
    customer = entry.candidates.get(one.customer)
    return f"{customer.name} ({customer.domain})" if customer else str(one.customer)


def _values(entry: Entry) -> dict[str, object]:
    debtor = entry.debtor
    return {
        "source": debtor.source,
        "customer_ref": debtor.customer_ref,
        "name": debtor.name,
        "mapping": debtor.mapping.value,
        "customer": str(debtor.customer) if debtor.customer else None,
        "open": {code: money.plain() for code, money in entry.open.items()},
        "suggestions": [
            {
                "customer": str(one.customer),
                "strength": one.strength.value,
                "reasons": [reason.value for reason in one.reasons],
            }
            for one in entry.suggestions
        ],
    }
