"""Service requests from our own database to the stand-in and back, whatever the line does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from clients.service_desk import PartnerServiceDesk
from clients.user_lines import UserLines
from core.domain.ticket_events import TicketPrepared, TicketSaid
from core.domain.tickets import Taking, TicketState, Topic
from core.ports.engine import Later
from core.usecases import tickets
from tests.a_support import Support
from tests.clients.consenting import consent
from tests.clients.stand_in import main
from tests.clients.test_user_tokens import Drawer
from tests.office import AGENT, MONDAY, Desk
from tests.sandbox.partner_center_desk import Desk as Microsoft
from tests.sandbox.partner_center_desk import running

TOPIC = Topic("32569872", "Fraud, misuse and compromised subscriptions")


@pytest.fixture
def microsoft() -> Iterator[Microsoft]:
    with running() as made:
        yield made


@pytest.fixture
def support(desk: Desk, microsoft: Microsoft) -> Iterator[Support[PartnerServiceDesk]]:
    """Somebody consented for the account main."""
    drawer = Drawer(consent(microsoft).reveal())
    lines = UserLines([main(microsoft)], drawer, clock=lambda: MONDAY)
    yield Support(desk, PartnerServiceDesk(lines))
    lines.close()


def test_it_is_handed_in_answered_noted_and_closed(
    support: Support[PartnerServiceDesk], microsoft: Microsoft
) -> None:
    opened = support.work(support.ask(topic=TOPIC))

    (there,) = microsoft.control("tickets")
    assert there["id"] == opened.number and opened.reference in there["title"]
    microsoft.http.post(
        "/sandbox/partner-center/tickets", json={"id": opened.number, "note": "Which tenant?"}
    )
    answered = support.work(opened)
    assert answered.status == "attention_needed"
    tickets.note(opened.number, "The one above", AGENT, office=support.desk.office)
    support.work(opened)
    tickets.close(opened.number, "Solved", AGENT, office=support.desk.office)
    assert support.work(opened).state is TicketState.CLOSED
    (there,) = microsoft.control("tickets")
    assert there["status"] == "closed"
    assert [note["text"] for note in there["notes"]] == ["Which tenant?", "The one above"]
    assert [e.said for e in support.events(opened, TicketSaid)] == ["answer", "note"]


@pytest.mark.parametrize("kind", ["reset_after", "reset_before"])
def test_a_line_that_breaks_makes_at_most_one(
    support: Support[PartnerServiceDesk], microsoft: Microsoft, kind: str
) -> None:
    microsoft.fault(kind, match={"method": "POST", "path": "servicerequests"})
    ticket = support.ask(topic=TOPIC)
    with pytest.raises(Later):
        support.work(ticket)

    support.desk.now += timedelta(minutes=16)
    found = support.work(ticket)

    arrived = microsoft.control("tickets")
    if kind == "reset_after":
        assert (found.state, found.number) == (TicketState.OPEN, arrived[0]["id"])
    else:
        assert found.state is TicketState.UNSURE and arrived == []
    seen = [(r["method"], r["path"]) for r in microsoft.control("requests")]
    posts = [path for method, path in seen if method == "POST" and "servicerequests" in path]
    assert len(posts) == 1 and len(arrived) <= 1


def test_a_creation_that_is_gone_is_a_package_from_now_on(
    support: Support[PartnerServiceDesk], microsoft: Microsoft
) -> None:
    microsoft.options(create_gone=True)
    prepared = support.work(support.ask(topic=TOPIC))
    assert (prepared.state, prepared.why) == (TicketState.PREPARED, Taking.GONE)
    assert [e.why for e in support.events(prepared, TicketPrepared)] == ["gone"]
    with support.desk.store.reading() as work:
        assert work.tickets.counter("main").taking is Taking.GONE
