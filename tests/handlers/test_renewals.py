"""Renewals in Slack: the form, the decision in the digest and on the Home tab, other ways."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.consequences import Price
from core.domain.customers import Generation, Subscription
from core.domain.events import RenewalLet
from core.domain.next_steps import Circumstances, NextStep, Way, next_steps
from core.domain.partners import Partner
from core.domain.plans import Action, Reason
from core.domain.renewals import coming, renewal_of
from core.gate import GO
from core.usecases import schedules
from core.usecases.renewals import Choice, Due, Offer
from handlers.messages.cards import standing_card
from handlers.messages.digest import MOST_RENEWALS, digest
from handlers.messages.digest import Tokens as DigestTokens
from handlers.messages.home import Tokens, home
from handlers.messages.renewal_forms import renewal_form
from handlers.messages.renewal_lines import renewal_line, way_lines
from handlers.messages.text import Words
from sandbox.clock import as_text
from sandbox.stories.driver import GENERAL, Json, words_of
from tests.core.a_gate import KEY, NOW
from tests.handlers.a_plan_view import PRICES, SUBSCRIPTIONS, TODAY, a_subscription, euros
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.handlers.test_cards import CUSTOMER, OWED, a_customer, a_row, element_of
from tests.handlers.test_clicks import private_with
from tests.handlers.test_digest import a_decision, a_digest
from tests.handlers.test_home_cards import a_home
from tests.usecases.test_endings import with_window
from tests.world import ADMINISTRATOR, AGENT, FIRST, OTHER_AGENT, World

WORDS = Reader("en-US", "Europe/Berlin", TODAY)
ENGLISH = Words("en-US", "Europe/Berlin", TODAY)
WINDOW = NOW + timedelta(days=1)
PRICE = Price(euros("20.60"), "monthly", TODAY)


def renewing(name: str = "Business <Premium>", **changes: object) -> Subscription:
    ends = datetime(2026, 10, 14, 23, 59, 59, tzinfo=UTC)
    found = a_subscription(f"id-{name}", name, 60, commitment_ends=ends, auto_renew=True)
    return replace(found, **{"term": "P1Y"} | changes)  # type: ignore[arg-type]


def a_choice(one: Subscription, window: datetime | None = None, *, kept: bool = False) -> Choice:
    return Choice(one, renewal_of(one, PRICE), window, kept)


def an_offer(*choices: Choice, **changes: object) -> Offer:
    offer = Offer(
        CUSTOMER, OWED, choices, owes=True, votes={Action.STOP_RENEWAL: 1, Action.CANCEL: 2},
        most=25, hour=GO,
    )  # fmt: skip
    return replace(offer, **changes)  # type: ignore[arg-type]


def a_due(name: str = "Alpen <Fenster>", price: Price | None = PRICE, **changes: object) -> Due:
    renewal = renewal_of(replace(renewing(), **changes), price)  # type: ignore[arg-type]
    assert renewal is not None
    (together,) = coming([renewal], TODAY)
    return Due(KEY, name, together, {"EUR": euros("3090.00")}, 24)


def test_the_form_says_what_each_way_means_and_when_it_is_too_late(looks_like: Looks) -> None:
    choices = (
        a_choice(renewing(), WINDOW),
        a_choice(renewing("Teams Phone"), kept=True),
        a_choice(renewing("New", auto_renew=False), WINDOW, kept=True),
    )
    looks_like("renewal_form", renewal_form(an_offer(*choices), "token", WORDS))


def test_the_form_comes_filled_in_from_a_decision(looks_like: Looks) -> None:
    form = renewal_form(
        an_offer(a_choice(renewing()), a_choice(renewing("Visio"))), "token", WORDS,
        action=Action.STOP_RENEWAL, picked=("id-Visio",),
    )  # fmt: skip
    picked = element_of(form, "subscriptions")["initial_options"]
    assert [one["value"] for one in picked] == ["id-Visio"]  # type: ignore[attr-defined]
    assert element_of(form, "what")["initial_option"]["value"] == "stop_renewal"  # type: ignore[index]
    looks_like("renewal_form_filled", form)


def test_where_nothing_can_be_ended_there_is_nothing_to_submit() -> None:
    assert "submit" not in renewal_form(an_offer(), "token", WORDS)


@pytest.mark.parametrize("count", [10, 11, 101], ids=str)
def test_many_of_them_fit_into_one_form(count: int, looks_like: Looks) -> None:
    many = [a_choice(renewing(f"{n} {'Ä' * 80}"), WINDOW, kept=True) for n in range(count)]
    said = json.dumps(renewal_form(an_offer(*many), "token", ENGLISH))
    assert ("1 more are not shown" in said) is (count == 101)
    if count == 11:
        looks_like("renewal_form_11", renewal_form(an_offer(*many), "token", WORDS))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (a_due(), "60 seats on Thu 15 Oct, EUR 14,832.00 for 12 months, while EUR 3,090.00 is 24"),
        (a_due(price=None), "60 seats on Thu 15 Oct, 12 months at an unknown price, while"),
        (a_due(term=""), "price and length of its next term unknown, while"),
        (a_due(term="P1M", quantity=1), "1 seat on Thu 15 Oct, EUR 20.60 for 1 month, while"),
    ],
    ids=["known", "no price", "no term", "one seat"],
)
def test_a_decision_names_seats_day_and_price_and_what_is_unknown(due: Due, said: str) -> None:
    line = renewal_line(due, WORDS)
    assert line.startswith("Alpen &lt;Fenster&gt; renews ") and said in line


def test_a_decision_names_the_cheapest_thing_to_do() -> None:
    premium, saved = renewing("Business Premium"), (euros("14832.00"),)
    step = NextStep(Way.STOP_RENEWAL, (premium,), saved, until=date(2026, 10, 15))
    line = renewal_line(replace(a_due(), cheapest=step), WORDS)
    assert line.endswith(
        "Cheapest: *Stop the renewal* of Business Premium: saves EUR 14,832.00; nobody loses "
        "service today. Before Thu 15 Oct."
    )


def test_the_digest_asks_about_renewals_below_the_plans(looks_like: Looks) -> None:
    due = a_due(), a_due("Kiefer", None)
    view = a_digest(a_row("Contoso"), decisions=(a_decision(),), renewals=due)
    looks_like("digest_renewals", digest(view, WORDS, DigestTokens(("token-1", "token-2"))))


def test_a_renewal_alone_is_no_quiet_day_and_many_do_not_break_it(looks_like: Looks) -> None:
    alone = digest(a_digest(renewals=(a_due(),)), ENGLISH, DigestTokens(("t",)))
    assert "DECIDE" in json.dumps(alone.blocks)
    many = a_digest(renewals=tuple(a_due(f"{n} {'Ä' * 90}") for n in range(90)))
    looks_like("digest_renewals_90", digest(many, WORDS, DigestTokens(("t",) * MOST_RENEWALS)))


def test_the_home_tab_asks_as_well(looks_like: Looks) -> None:
    shown = home(a_home(renewals=(a_due(),)), WORDS, Tokens(renewals=["token"]))
    looks_like("home_renewals", shown)


def test_the_ways_stand_on_the_card_of_who_is_late(looks_like: Looks) -> None:
    legacy = renewing("Office", generation=Generation.LEGACY, quantity=8, cancel_until=None)
    about = Circumstances(
        (renewing(cancel_until=WINDOW), legacy, *SUBSCRIPTIONS), PRICES, Partner("main"), NOW,
        TODAY, lambda name: "Phone" in name,
    )  # fmt: skip
    view = a_customer(can_end=True, next_steps=next_steps(about))
    looks_like("standing_ways", standing_card(view, "token", WORDS))


def test_a_way_says_what_it_saves_and_what_nobody_knows() -> None:
    one = renewing(cancel_until=WINDOW)
    about = Circumstances((one,), {}, Partner("main"), NOW, TODAY, lambda name: False)
    unknown = way_lines(next_steps(about), WORDS)
    known = way_lines(next_steps(replace(about, prices={one.subscription_id: PRICE})), WORDS)
    assert "saving unknown" in unknown[0] and "Before Thu 15 Oct" in unknown[1]
    assert known[0].startswith("1. *Stop the renewal*") and "EUR 14,832.00" in known[0]
    assert "saves nothing; 60 seats lose service" in known[3]


# Through the real desk


def run_digest(world: World) -> Json:
    wish = schedules.Wish("0 9 * * mon-fri", "Europe/Berlin", GENERAL)
    schedules.schedule(wish, world.account(ADMINISTRATOR), office=world.office)
    world.command(AGENT, "/collections run 1")
    return world.driver.wait_for_message(GENERAL, "DECIDE", "Alpen Fenster")


def run_again(world: World, before: Json) -> Json:
    """The next digest, which is another message."""
    world.move_clock(as_text(world.now + timedelta(minutes=1)))
    world.command(AGENT, "/collections run 1")

    def look() -> Json | None:
        found = [m for m in world.driver.messages(GENERAL) if "DECIDE" in words_of(m)]
        return next((m for m in found if m["ts"] != before["ts"]), None)

    return world.wait_for(look, "another digest")


def block_of(message: Json, name: str) -> str:
    """The row of buttons below the sentence with this name."""
    blocks = message["blocks"]
    below = next(n for n, block in enumerate(blocks) if name in words_of({"blocks": [block]}))
    return str(blocks[below + 1]["block_id"])


def press(world: World, message: Json, action_id: str, user: str = AGENT) -> None:
    where = block_of(message, "Alpen Fenster")
    world.driver.click(user, message, action_id, block_id=where)


def let(world: World) -> list[RenewalLet]:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    found = world.ask(lambda work: work.events.since(RenewalLet, begin))
    return [r.event for r in found if isinstance(r.event, RenewalLet)]


def test_from_the_digest_one_vote_stops_a_renewal(world: World) -> None:
    press(world, run_digest(world), "renewal_stop")
    said = world.submit(AGENT, {"note": "They leave"})
    assert "Filed" in said
    plan = world.plan("alpen")
    assert (plan.content.action, plan.content.quorum) == (Action.STOP_RENEWAL, 1)
    world.vote(plan, FIRST)
    world.settled()
    assert "Cancel at the end of the term" in world.card_text(plan)


def test_letting_it_renew_is_written_down_and_not_asked_again(world: World) -> None:
    message = run_digest(world)
    press(world, message, "renewal_let")
    world.until(lambda: "it renews on Thu 15 Oct" in world.private(AGENT))
    world.settled()
    (event,) = let(world)
    assert event.day == "2026-10-15" and len(event.subscription_ids) == 1
    press(world, message, "renewal_let", OTHER_AGENT)
    world.until(lambda: "decided already" in world.private(OTHER_AGENT))
    assert len(let(world)) == 1
    assert "Alpen Fenster GmbH renews" not in words_of(run_again(world, message))


def test_a_button_counts_in_its_own_post_only(world: World) -> None:
    first = run_digest(world)
    second = run_again(world, first)
    tokens = {json.dumps(m["blocks"]).count('"renewal_let"') for m in (first, second)}
    assert tokens == {MOST_RENEWALS}
    world.settled()  # Where a post is is noted a moment after everybody sees it.
    values = [token_in(m) for m in (first, second)]
    places = world.ask(lambda work: [work.buttons.find(value) for value in values])
    assert [b.ts for b in places if b] == [first["ts"], second["ts"]]


def token_in(message: Json) -> str:
    where = block_of(message, "Alpen Fenster")
    (row,) = (block for block in message["blocks"] if block.get("block_id") == where)
    return str(row["elements"][0]["value"])


def test_a_reader_of_the_channel_decides_nothing(world: World) -> None:
    message = run_digest(world)
    press(world, message, "renewal_let", "U0READER")
    world.until(lambda: "You may not do this here" in world.private("U0READER"))
    assert let(world) == []


def test_a_refusal_keeps_the_form(world: World) -> None:
    with_window(world, "contoso", "Exchange")
    world.command(AGENT, "/standing contoso")
    world.driver.click(AGENT, private_with(world, AGENT, "customer_renewal"), "customer_renewal")
    premium, phone = (world.named("contoso", n)[0]["id"] for n in ("Premium", "Phone"))
    for values, complaint in (
        ({"what": "cancel", "subscriptions": [premium]}, "cannot be changed that way"),
        ({"what": "stop_renewal", "subscriptions": [phone], "note": ""}, "The policy keeps"),
    ):
        answer = world.driver.submit(AGENT, {"reason": "non-payment", **values})
        assert complaint in str([form["errors"] for form in answer["views"]])
    said = world.submit(
        AGENT, {"what": "stop_renewal", "subscriptions": [premium], "reason": "non-payment"}
    )
    assert "Filed" in said
    assert world.plan().content.action is Action.STOP_RENEWAL


def test_a_suspension_explains_what_could_be_done_instead(world: World) -> None:
    plan = world.file("alpen", "Business Premium")
    said = world.click(FIRST, "plan_explain", plan)
    assert "1. *Stop the renewal* of Microsoft 365 Business Premium" in said
    fraud = world.file("contoso", "Exchange", reason=Reason.FRAUD)
    assert "What can be done" not in world.click(FIRST, "plan_explain", fraud)


def test_on_the_home_tab_what_is_decided_is_gone(world: World) -> None:
    open_home(world)
    world.until(lambda: "Alpen Fenster GmbH renews" in home_of(world))
    view = world.driver.http.get("/sandbox/slack/home", params={"user": AGENT}).json()
    where = block_of(view["view"], "Alpen Fenster")
    body = {"user": AGENT, "view_id": view["view_id"], "action_id": "renewal_let",
            "block_id": where}  # fmt: skip
    world.driver.http.post("/sandbox/slack/clicks", json=body).raise_for_status()
    world.until(lambda: "Alpen Fenster GmbH renews" not in home_of(world))
    assert len(let(world)) == 1


def open_home(world: World) -> None:
    world.driver.http.post("/sandbox/slack/home", json={"user": AGENT}).raise_for_status()


def home_of(world: World) -> str:
    shown = world.driver.http.get("/sandbox/slack/home", params={"user": AGENT}).json()
    return words_of(shown["view"]) if shown else ""
