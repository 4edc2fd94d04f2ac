"""Service requests while a desk runs: what its jobs do, and what comes round."""

from __future__ import annotations

from collections.abc import Callable

from bot.jobs import Timetable
from bot.wiring import Ledger, user_lines
from bot.work import A_MINUTE, Tools, language_of
from clients.service_desk import PartnerServiceDesk
from core.ports.engine import Delivery
from core.ports.tickets import NobodyLoggedIn, ServiceDesk
from core.usecases.ticket_desk import Clerk
from core.usecases.ticket_jobs import TICKET, TICKET_CARD, TICKET_OWNER, TICKET_PACKAGE
from core.usecases.ticket_ticks import tick
from handlers.patience import patiently
from handlers.ticket_posts import TicketPosts


def give_support(timetable: Timetable, ledger: Ledger, tools: Tools) -> Callable[[], None]:
    """Jobs and ticks, for the process that works. What comes back ends it."""
    lines = user_lines(ledger)
    desk: ServiceDesk = PartnerServiceDesk(lines) if lines else NobodyLoggedIn()
    engine, office = ledger.engine, ledger.office
    posts = TicketPosts(tools.services, tools.say, language_of(ledger))
    clerk = Clerk(office, desk)

    def work(delivery: Delivery) -> None:
        clerk.work(str(delivery.payload["ticket_id"]))

    engine.handler(TICKET, work, max_attempts=50, timeout=120)
    engine.handler(TICKET_CARD, patiently(posts.card), max_attempts=30, timeout=60)
    engine.handler(TICKET_PACKAGE, patiently(posts.package), max_attempts=30, timeout=60)
    engine.handler(TICKET_OWNER, patiently(posts.remind), max_attempts=30, timeout=60)
    timetable.every(A_MINUTE, "tickets", lambda: tick(office=office, desk=desk), leaps=True)
    return lines.close if lines else (lambda: None)
