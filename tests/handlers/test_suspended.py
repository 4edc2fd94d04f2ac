"""/overdue suspended: everything that is off, and the way back."""

from __future__ import annotations

from core.domain.plans import Reason
from tests.world import AGENT, READER, World


def said(world: World, user: str = AGENT) -> str:
    """The newest answer."""
    world.command(user, "/overdue suspended")
    return world.whispers(user)[-1]


def test_everything_that_is_off_is_listed_with_its_reason(world: World) -> None:
    assert "Nothing is suspended by us." in said(world)
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    found = said(world)
    assert "1 customer is suspended by us" in found
    assert "Contoso Handels GmbH: 1 subscription since" in found
    assert "fraud" in found and "8,412.60" in found and "Reinstate…" in found


def test_while_the_way_back_is_asked_for_it_is_not_offered_again(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.reinstate("contoso")
    world.settled()
    assert "A plan is open: see its card." in said(world)


def test_who_has_no_role_sees_nobody(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    assert "Contoso" not in said(world, READER)
