"""An approval that takes a code: closed here, looked at elsewhere, and counted there."""

from __future__ import annotations

from core.domain.approvals import Choice
from core.domain.people import Role
from core.domain.secret import Secret
from core.domain.step_up import Purpose
from core.usecases import eligibility, step_up
from core.usecases.finding import person_with
from core.usecases.voting import Ballot
from handlers.messages.blocks import Message
from handlers.messages.factor_lines import being_looked_at
from handlers.request import Form, Services


def offer_with_code(ballot: Ballot, form: Form, services: Services) -> Message:
    """Whoever has no vote hears so before a code is spent on it."""
    eligibility.may_vote(ballot.plan_id, Choice.APPROVE, form.account, office=services.office)
    office = services.once(form.delivery)
    with office.store() as work:
        person = person_with(work, form.account, frozenset(Role))
        step_up.offer(
            work,
            Purpose.VOTE,
            person.person_id,
            Secret(form.one("code")),
            account=form.account,
            about=ballot.hash,
            details={
                "plan_id": ballot.plan_id,
                "bank": "checked" if ballot.bank_checked else "",
            },
            office=office,
        )
        work.commit()
    return being_looked_at(services.words(form.account))
