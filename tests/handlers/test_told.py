"""Every event has its sentence, in which nothing from outside can do harm."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain import events
from core.domain.events import Event
from core.domain.policy_changes import Change
from core.domain.policy_points import Effect
from core.ports.records import RowProblem
from handlers.messages.scene import Scene
from handlers.messages.text import Words
from handlers.messages.told import told
from handlers.messages.told_record import DOUBTED
from tests.handlers import (
    happened_cases,
    happened_containments,
    happened_credit,
    happened_digests,
    happened_letters,
    happened_signals,
)
from tests.handlers.happened_agreements import AGREEMENTS
from tests.handlers.happened_alerts import ALERTS
from tests.handlers.happened_mapping import MAPPING
from tests.handlers.happened_paging import PAGING
from tests.handlers.happened_step_up import STEP_UP
from tests.handlers.happened_tickets import TICKETS

WORDS = Words("en-US", "Europe/Berlin")
AT = datetime(2026, 10, 12, 7, tzinfo=UTC)
SCENE = Scene(
    who="S. Braun",
    customer="Nordwind <Logistik> & Co",
    names={"sub-1": "Exchange Online"},
    people={"kang": "M. Kang", "park": "J. Park"},
    text="called <them>",
    mail=("<x>@nordwind.example", "Re: <b>"),
    facts=happened_signals.FACTS,
    changes=(
        Change("stage[final <b>].when.days_overdue", "28", "21", Effect.HARDENS),
        Change("keep", "", "Visio", Effect.SOFTENS),
        Change("texts.en.help", "Call <us>", "", Effect.NEITHER),
    ),
    problems=(RowProblem(12, "10001", "bad_date", {"field": "due_date", "value": "31.12."}),),
)
HAPPENED = (
    events.DeskSeeded(),
    events.PolicyLoaded(version="4f9c21aa77", name="standard"),
    events.PolicyScheduled(plan_id="p", version="5a0c77de12", name="standard", since=AT),
    events.PolicyPublished(version="5a0c77de12", name="standard", before="4f9c21aa77"),
    events.PolicyPublished(plan_id="p", version="5a0c77de12", name="standard", before="4f9c21aa77",
                           hardened=True),
    events.CustomersRead(account="main", customers=40, subscriptions=120),
    events.BooksTaken(source="erp", as_of=AT, documents=1300, customers=40),
    events.BooksTaken(source="erp", documents=300, bad_rows=1, missing=2, proposed=3,
                      no_floor=("SEK", "NOK")),
    events.BooksRefused(file_name="october.csv", problems=1),
    events.BooksRefused(source="main", problems=1),
    events.BooksUnread(source="main", trouble="barred", since=AT),
    events.BooksUnread(source="main", trouble="apart", since=AT),
    events.BooksUnread(source="main", trouble="silent", since=AT),
    events.BooksReadable(source="main", since=AT),
    events.FileNoticed(file_name="october.csv", what="again"),
    events.FileNoticed(file_name="october.csv", what="unreadable", detail="Permission denied"),
    events.FileNoticed(file_name="october.csv", what="not_moved", detail="Permission denied"),
    events.FileNoticed(file_name="/srv/books", what="no_folder", detail="No such file"),
    events.MappingConfirmed(source="erp", customer_ref="10001", customer="main/tenant"),
    events.CaseOpened(case_id="c", customer="main/tenant", kind="fraud"),
    events.CaseNoted(case_id="c"),
    events.ConsentGiven(account="main"),
    events.SecretsResealed(version="1f6b2c3d", secrets=7),
    events.ConsentLapsing(account="main", until=AT),
    events.ConsentRefused(account="main", why="sign-in refused: invalid_grant: It ended."),
    *happened_cases.HAPPENED,
    *happened_containments.HAPPENED,
    *happened_credit.HAPPENED,
    *happened_signals.HAPPENED,
    *PAGING,
    *(
        events.EpisodeOver(customer="main/tenant", why=why)
        for why in ("paid", "disputed", "below_floor")
    ),
    events.EpisodeBegun(customer="main/tenant", version="5a0c77de12aa", on="2026-10-12"),
    events.EpisodeMoved(customer="main/tenant", before="4f9c21aa77bb", after="5a0c77de12aa"),
    events.PreviewAsked(notice="formal", language="ko", words="5a0c77de12"),
    events.StageReached(customer="main/tenant", after="reminder", currency="EUR",
                        overdue="900.00", days=3),
    events.StageReached(customer="main/tenant", before="formal <b>", after="reminder",
                        currency="KRW", overdue="70000", days=5, milder=True),
    events.CallAsked(customer="main/tenant", owner="kang"),
    events.SellingStopped(customer="main/tenant", stage="stop selling"),
    events.SoldAnyway(customer="main/tenant", subscription_id="sub-1", name="Visio <x>", seats=3),
    events.LetterUnaddressed(customer="main/tenant", name="final", owner="kang"),
    events.LetterUnwritten(customer="main/tenant", name="final", language="ko", owner="kang",
                           problem="text: missing: who <writes>"),
    events.PreviewReleased(notice="formal", language="zh-Hans", words="5a0c77de12"),
    *(
        events.StandstillBegun(cause=cause, about=about)
        for cause, about in (
            ("first_books", "erp"),
            ("new_source", "<b>"),
            ("hardened", "5a0c77de12aa"),
            ("many", "12"),
        )
    ),
    events.RunReleased(plan_id="p", lines=12, list_hash="5a0c77de12"),
    *(
        events.ProposalStopped(customer="main/tenant", stage="suspension", why=why, owner="kang")
        for why in ("lapsed", "reseller", "unmapped", "books", "calendar", "caps", "voter")
    ),
    events.ProposalStopped(customer="main/tenant", stage="suspension", why="nobody"),
    events.NotJudged(customer="main/tenant", why="no_floor", currency="SEK"),
    events.NotJudged(customer="main/tenant", why="ValueError"),
    events.CaseAssigned(case_id="c", owner="park"),
    events.CaseClosed(case_id="c"),
    events.ClockStarted(subscription_id="sub-1", gone_from="2026-12-11", owner="kang"),
    events.ClockStarted(subscription_id="sub-1", owner="kang"),
    events.ClocksFound(count=2, customers=("main/a", "main/b"), owner="kang"),
    events.ClocksFound(count=1, customers=("main/a",), owner="kang"),
    events.ClockMoved(subscription_id="sub-1", before="2026-12-11", gone_from="2027-12-11"),
    events.ClockEnded(subscription_id="sub-1", why="reinstated"),
    events.ClockEnded(subscription_id="sub-1", why="lifted"),
    events.ClockEnded(subscription_id="sub-1", why="suspended_again"),
    events.ClockHandedOver(subscription_id="sub-1", before="park", owner="kang"),
    events.ClockHandedOver(subscription_id="sub-1", owner="kang"),
    events.ClockWarned(subscription_id="sub-1", mark="half", day=30, days=60,
                       gone_from="2026-12-11", called=("kang",)),
    events.ClockWarned(subscription_id="sub-1", mark="week", day=53, days=60,
                       gone_from="2026-12-11", asks=True, called=("kang", "park")),
    events.ClockWarned(subscription_id="sub-1", mark="last_day", day=59, days=60,
                       gone_from="2026-12-11", asks=True, called=("kang", "park")),
    events.DataLetGo(subscription_id="sub-1", gone_from="2026-12-11"),
    events.DataGone(subscription_id="sub-1", gone_from="2026-12-11", called=("kang",)),
    events.RenewalLet(customer="main/tenant", subscription_ids=("sub-1",), day="2026-10-15"),
    *(
        events.SubscriptionDrifted(subscription_id="sub-1", kind=kind, before=before, after=after)
        for kind, before, after in (
            ("appeared", "", "active"),
            ("vanished", "active", ""),
            ("suspended", "active", "suspended"),
            ("lifted", "suspended", "active"),
            ("status", "active", "deleted"),
            ("seats", "10", "1200"),
            ("renewal", "on", "off"),
            ("term", "2026-10-31", ""),
        )
    ),
    events.OverdueToMicrosoft(
        account="china", since="2026-10-01", due_known=1, stops="2026-11-30"
    ),
    events.OverdueToMicrosoft(account="main"),
    events.RelationshipChanged(now="none"),
    events.RelationshipChanged(now="reseller"),
    events.DigestScheduled(number=1, cron="0 9 * * mon-fri", zone="Asia/Seoul", channel="C1"),
    *happened_digests.HAPPENED,
    events.DigestMuted(number=1, until=AT),
    events.DigestMuted(number=1),
    events.DigestMuted(number=1, removed=True),
    events.DigestsMissed(number=1, count=3),
    events.DigestOutstanding(number=1, slot="2026-10-12T09:00", minutes=15, called=("braun",)),
    events.DigestPosted(number=1, slot="2026-10-12T09:00"),
    events.DigestSkipped(number=1, slot="2026-10-12T09:00", why="removed"),
    events.DigestsHushed(channel="C1", numbers=(1, 3), hidden=True),
    events.DigestsHushed(channel="C1", numbers=(1,)),
    events.ChannelRenumbered(before="G1", after="C1"),
    events.WorkspaceLost(why="uninstalled"),
    events.WorkspaceLost(why="revoked"),
    events.WorkspaceLost(why="refused"),
    events.Frozen(freeze_id="f-5", why="workspace"),
    events.FraudReported(account="main", customer="main/t", subscription_id="azure-1"),
    events.FraudReported(account="main", subscription_id="azure-1"),
    events.FraudReported(account="main"),
    events.DigestUnsure(number=1, slot="2026-10-12T09:00"),
    events.DigestFailed(number=1, slot="2026-10-12T09:00", why="channel_not_found"),
    *TICKETS,
    *AGREEMENTS,
    *ALERTS,
    events.PlanFiled(action="suspend", reason="non-payment"),
    *(
        events.PlanFiled(action=action)
        for action in ("reinstate", "lift_freeze", "change_roles", "let_go", "promise",
                       "write_off", "release_hold", "stop_renewal")
    ),
    events.PlanFiled(action="cancel", reason="non-payment"),
    events.PlanFiled(action="adopt", reason="fraud"),
    events.HandAsked(subscription_id="sub-1", verb="suspend", by="portal"),
    events.HandAsked(subscription_id="sub-1", verb="stop_renewal", by="word"),
    events.HandAsked(subscription_id="sub-1", verb="suspend", by="word"),
    events.HandWaits(subscription_id="sub-1", days=2),
    events.HandTold(subscription_id="sub-1", verb="suspend"),
    events.CardPosted(permalink="https://desk.example/archives/C1/p1"),
    events.CardPosted(),
    events.VoteCast(choice="approve", approvals=1, quorum=2),
    events.VoteCast(choice="reject"),
    events.BankChecked(),
    events.PlanWaits(what="cut_window", until=AT),
    events.PlanWaits(what="votes"),
    events.PlanWaits(what="partner_center"),
    events.PlanWaits(what="directory"),
    events.PlanWaits(what="something_new"),
    events.PlanHalted(),
    events.PersonNeeded(state="needs_human", why="surprise"),
    events.MappingsConfirmed(count=44, sources=("erp",)),
    events.PlanEnded(state="finished", done=2),
    events.PlanEnded(state="partial", why="surprise", done=1, not_done=1),
    events.PlanEnded(state="withdrawn", why="paid", not_done=2),
    events.PlanEnded(state="expired", why="expired", not_done=2),
    events.IntentWritten(subscription_id="sub-1", verb="suspend"),
    events.StepSettled(subscription_id="sub-1", verb="suspend", state="confirmed"),
    *(
        events.StepSettled(subscription_id="sub-1", verb=verb, state=state, why="<no>")
        for verb in ("suspend", "reactivate", "restore")
        for state in ("confirmed", "already", "refused", "review", "todo", "cancelled")
    ),
    events.StepSettled(subscription_id="sub-2", verb="restore", state="unknown", why="no answer"),
    *(
        events.Frozen(why=why)
        for why in ("person", "file", "terminal", "breaker", "new_installation", "record", "apart")
    ),
    events.Frozen(why="person", scope="customer", of="main/tenant-1"),
    events.Frozen(why="terminal", scope="action", of="suspend"),
    events.StillFrozen(days=1, owner="person-1"),
    events.StillFrozen(days=3, scope="action", of="stop_renewal"),
    events.FreezeLifted(),
    events.JobDied(kind="advance", why="RuntimeError, ticket 1f", subject="plan-1"),
    events.RolesChanged(role="approvers", before=("kang",), after=("kang", "park")),
    events.RolesChanged(role="agents"),
    *happened_letters.HAPPENED,
    events.PersonalDataErased(customer="main/a", everybody=1, contacts=2, letters=5),
    events.PersonalDataErased(customer="main/a"),
    events.OldDataCleared(what="letters", count=12, days=2190),
    events.CheckpointsLost(keeper="mail", since=AT, why="550 <no>"),
    events.CheckpointsKept(keeper="url", since=AT),
    *(events.RecordDoubted(why=why, known=131, found=120) for why in DOUBTED),
    events.ReplyCame(customer="main/a", came="reply"),
    events.ReplyCame(came="reply"),
    events.ReplyCame(customer="main/a", came="automatic"),
    events.ReplyCame(came="bounce"),
    *(
        events.ReplyRead(customer="main/a", meaning=meaning)
        for meaning in ("says_paid", "dispute", "promise", "away", "other")
    ),
    *STEP_UP,
    *MAPPING,
)  # fmt: skip


def test_no_event_is_without_its_sentence() -> None:
    kinds = {kind for kind in vars(events).values() if isinstance(kind, type)}
    known = {kind for kind in kinds if issubclass(kind, Event)} - {Event, events.LetterEvent}
    assert {type(event) for event in HAPPENED} == known


def test_an_event_that_nobody_knows_is_no_sentence() -> None:
    with pytest.raises(KeyError):
        told(Event(), SCENE, WORDS)


def test_the_sentences(request: pytest.FixtureRequest) -> None:
    path = Path(__file__).parent / "golden" / "told.json"
    found = [f"{type(event).__name__}: {told(event, SCENE, WORDS)}" for event in HAPPENED]
    if request.config.getoption("--update-golden", default=False):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_a_name_or_a_reason_from_outside_pages_nobody() -> None:
    filed = told(events.PlanFiled(action="suspend", reason="<!channel>"), SCENE, WORDS)
    assert "<" not in filed
    assert "Nordwind &lt;Logistik&gt; &amp; Co" in filed
    refused = events.StepSettled(subscription_id="<!here>", state="refused", why="<!channel>")
    assert "<" not in told(refused, SCENE, WORDS)


def test_books_that_shrank_are_refused_with_the_command_that_takes_them() -> None:
    shrank = RowProblem(0, "", "customers_dropped", {"now": "17", "last": "50"})
    refused = events.BooksRefused(file_name="small.csv", problems=1)
    said = told(refused, Scene(problems=(shrank,)), WORDS)
    assert "17 customers, the last had 50" in said
    assert "`python -m bot import small.csv --accept-drop`" in said


def test_a_plan_that_needs_a_person_leads_to_its_card() -> None:
    needed = events.PersonNeeded(state="needs_human", why="surprise")
    said = told(needed, Scene(customer="Alpen", card_link="https://desk.example/p1"), WORDS)
    assert said.endswith("See <https://desk.example/p1|its card>.")
    assert "Look in Partner Center" in said


def test_what_is_automatic_is_not_said_of_a_person() -> None:
    sentence = told(events.PlanFiled(action="reinstate"), Scene(customer="Nordwind"), WORDS)
    assert sentence == "Goodstanding asks to reinstate subscriptions of Nordwind."
