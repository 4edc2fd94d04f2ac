"""The first message of a case's thread once the case is under way, for a reader on a telephone."""

from __future__ import annotations

from core.domain.events import CaseOpened, Route
from core.domain.plans import Reason
from core.domain.short_codes import short_code
from core.usecases.case_view import View
from handlers.messages.blocks import Block, Message, context, section
from handlers.messages.case_buttons import case_buttons
from handlers.messages.case_card import ended_line, headline
from handlers.messages.case_lines import (
    belongs_line,
    clock_lines,
    course_line,
    next_line,
    plan_lines,
    progress,
    wait_line,
)
from handlers.messages.choices import short_tenant
from handlers.messages.text import Words


def case_head(view: View, token: str, words: Words) -> Message:
    """What it is about, whose it is, how bad, what runs out, what comes next, how far it is."""
    first = headline(view.case, view.customer, words)
    blocks: list[Block] = [section(f"*{first}*"), context(_opened(view, words))]
    if view.case.is_open():
        blocks.append(section("\n".join([course_line(view, words), *clock_lines(view, words)])))
        course = [next_line(view, words), wait_line(view, words), *plan_lines(view, words)]
        blocks.append(section("\n".join(filter(None, course))))
        blocks.append(context(_far(view, words)))
    else:
        blocks.append(section(ended_line(view, words)))
    return Message(first, (*blocks, *case_buttons(view, token, words)))


def _opened(view: View, words: Words) -> str:
    customer = view.customer
    said = words(
        "{domain}, {tenant}. Opened {moment} by {who}.",
        domain=(customer.domain if customer else "") or words("domain unknown"),
        tenant=short_tenant(view.case.customer.tenant_id),
        moment=view.case.opened_at,
        who=_opener(view) or words("Goodstanding"),
    )
    if view.case.kind is Reason.NON_PAYMENT:
        return said
    code = short_code(view.case.customer)
    return f"{said} {words('Code of this customer: {code}.', code=code)}"


def _opener(view: View) -> str:
    """Whoever answers for what is automatic did not do it."""
    stamps = [
        told.stamp
        for told in view.events
        if isinstance(told.event, CaseOpened) and told.event.case_id == view.case.case_id
    ]
    by_hand = not stamps or stamps[0].route is not Route.AUTOMATION
    return view.name_of(view.case.opened_by) if by_hand else ""


def _far(view: View, words: Words) -> str:
    belongs = belongs_line(view, words)
    return f"{progress(view, words)} {belongs}".strip()
