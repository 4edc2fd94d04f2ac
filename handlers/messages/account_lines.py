"""What a card says of the plan that gives somebody an account more, or one less."""

from __future__ import annotations

from core.domain.bindings import Binding
from core.domain.people import Person
from core.usecases.plan_view import PlanView
from handlers.messages.reasons import named
from handlers.messages.state_words import ROLES
from handlers.messages.text import Safe, Words


def account_headline(view: PlanView, binding: Binding, words: Words) -> str:
    if not binding.person_id:
        return words(
            "TAKE AN ACCOUNT AWAY: {account} is none of {person} any more.",
            account=binding.user,
            person=view.plan.content.customer_name,
        )
    return words(
        "BIND AN ACCOUNT: {account} becomes one more of {person}.",
        account=binding.user,
        person=Safe(_with_accounts(view.people.get(binding.person_id), view, words)),
    )


def account_lines(view: PlanView, binding: Binding, words: Words) -> list[str]:
    """What comes of it, said while it can be decided."""
    holder = view.decides.holder
    if not view.plan.is_open():
        return []
    check = words("*Check:* ask in person, by another way than Slack, whose account that is.")
    if not binding.person_id:
        return [check, words("*Then:* what was voted with it does not count any more.")]
    if holder is None:
        return [check, words("*Then:* whoever acts by it acts as this person, with one vote.")]
    roles = words.listed(named(role, ROLES, words) for role in sorted(holder.roles))
    return [
        check,
        words(
            "*Until now* it is the account of {person}, who is taken for somebody else: {roles}.",
            person=Safe(_with_accounts(holder, view, words)),
            roles=roles or words("no role"),
        ),
        words(
            "*Then:* the two are one person with one vote, on open plans, too. Those roles end, "
            "and so does that second factor."
        ),
    ]


def _with_accounts(person: Person | None, view: PlanView, words: Words) -> str:
    """With the Slack ids: a name can be taken by anybody."""
    if person is None:
        return words.value(view.plan.content.customer_name)
    users = words.listed(account.user_id for account in person.accounts)
    return words("{name} ({users})", name=person.name, users=users)
