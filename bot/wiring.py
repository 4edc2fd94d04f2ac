"""The one place that builds real objects and joins them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.accounts import partners
from bot.config import Settings
from clients.clock import BusinessClock
from clients.partner_accounts import PartnerCenterAccount
from clients.partner_center import PartnerCenterClient
from clients.user_lines import UserLines
from core.domain.calendar import Place
from core.domain.policy import Policy
from core.domain.policy_file import PolicyRefused, read_policy
from core.executor import Executor
from core.ports.dates import Dates
from core.ports.engine import Delivery
from core.ports.office import Office
from core.ports.outside import Clock
from core.recording import ADVANCE, EXPIRE, LIFTING, REVIEW, STILL_FROZEN
from core.usecases import credit_limits, freezing, policies, publishing, review, troubles, voting
from core.usecases.consents import KeptConsents
from core.usecases.matching import MATCH, match
from handlers.directory import SlackClient, slack_client
from storage.code_boxes import SealedVault
from storage.database import Database
from storage.engines import WorkingEngine, engine_of
from storage.opening import open_ready
from storage.pace import KeptPace
from storage.sealing import ColumnSeal, consent_seal
from storage.unit_of_work import SqlStore

BRAKE_FILE = "FREEZE"


def machine_clock() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The database side: enough for every command that needs no Slack and no Partner Center."""

    settings: Settings
    database: Database
    engine: WorkingEngine
    clock: Clock
    office: Office
    dates: Dates

    def close(self) -> None:
        """Whatever ended the process: no job is begun on a database that is gone."""
        self.engine.stop()
        self.database.close()


def business_clock(settings: Settings) -> BusinessClock | None:
    return BusinessClock(settings.clock_url) if settings.clock_url else None


def open_ledger(settings: Settings, clock: Clock) -> Ledger:
    """Open the database and put the office together. Raises Unusable."""
    return ledger_on(open_ready(settings.database_url), settings, clock)


def begin_policy(ledger: Ledger) -> bool:
    """Before anything else is done with a ledger whose clock goes: a policy is in force, the first
    time that in the file of the settings: true then. Closes the ledger and raises PolicyRefused."""
    try:
        return policies.begin(lambda: load_policy(ledger.settings), office=ledger.office)
    except PolicyRefused:
        ledger.close()
        raise


def ledger_on(database: Database, settings: Settings, clock: Clock) -> Ledger:
    def tell_of_death(delivery: Delivery, why: str) -> None:
        troubles.job_died(delivery, why, office=office)

    engine, dates = engine_of(database, clock, tell_of_death), Dates(clock)
    office = Office(
        store=SqlStore(database, engine.wake),
        clock=clock,
        own=Place(settings.country, settings.time_zone),
        brake=brake_in(database.home),
        partners=partners(settings.accounts),
        apart=dates.apart,
    )
    return Ledger(settings, database, engine, clock, office, dates)


def load_policy(settings: Settings) -> Policy:
    """The policy in the file of the settings. Raises PolicyRefused."""
    try:
        text = Path(settings.policy_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyRefused([f"it cannot be read: {error}"]) from None
    return read_policy(text)


def brake_in(folder: Path) -> Callable[[], str]:
    """Answers with the path of the file FREEZE while it lies in this folder."""
    path = folder / BRAKE_FILE

    def look() -> str:
        return str(path) if path.exists() else ""

    return look


def partner_center(settings: Settings, clock: Clock) -> PartnerCenterClient:
    """For a question or two, at nobody's pace."""
    return PartnerCenterClient(partner_center_accounts(settings), clock=clock)


def partner_center_of(ledger: Ledger) -> PartnerCenterClient:
    accounts = partner_center_accounts(ledger.settings, ledger.database)
    heard = partial(ledger.dates.heard, "Partner Center")
    return PartnerCenterClient(accounts, clock=ledger.clock, heard=heard)


def partner_center_accounts(
    settings: Settings, database: Database | None = None
) -> list[PartnerCenterAccount]:
    """Those that sign in; an indirect reseller has no access. With a database all processes on it
    keep Partner Center's pace together."""
    return [
        PartnerCenterAccount(
            name=account.name,
            base_url=account.sign_in.url,
            token_url=account.sign_in.token_url,
            client_id=account.sign_in.client_id,
            proof=account.sign_in.proof,
            cloud=account.partner.cloud,
            graph_url=account.sign_in.graph_url,
            pace=KeptPace(database, account.name, account.sign_in.per_minute) if database else None,
        )
        for account in settings.accounts
        if account.sign_in is not None
    ]


def seal_of(settings: Settings) -> ColumnSeal:
    """What seals consents, in a process that has a master key."""
    return consent_seal(settings.master_keys)


def vault_of(settings: Settings) -> SealedVault | None:
    """What opens second factors and codes, in a process that has a master key."""
    return SealedVault(settings.master_keys) if settings.master_keys else None


def strict_office(ledger: Ledger) -> Office:
    """For whatever changes something at a customer: a proof counts where its seal says so, and
    none where there is no master key to look with."""
    vault = vault_of(ledger.settings)
    return replace(ledger.office, proves=vault.attests if vault else lambda proof: False)


def user_lines(ledger: Ledger) -> UserLines | None:
    """App+User calls; none without a master key, as nobody can have consented then."""
    if not ledger.settings.master_keys:
        return None
    kept = KeptConsents(ledger.office, seal_of(ledger.settings))
    accounts = partner_center_accounts(ledger.settings, ledger.database)
    return UserLines(accounts, kept, clock=ledger.clock)


def slack_of(ledger: Ledger) -> SlackClient:
    """Slack's Web API, as the bot."""
    settings, heard = ledger.settings, partial(ledger.dates.heard, "Slack")
    return slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url, heard=heard)


def register_core_jobs(ledger: Ledger, executor: Executor) -> None:
    """What each kind of job does that is no message."""
    office = ledger.office

    def advance(delivery: Delivery) -> None:
        plan_id = str(delivery.payload["plan_id"])
        publishing.take_effect(plan_id, office=office)
        executor.advance(plan_id)

    def lapse(delivery: Delivery) -> None:
        voting.expire(str(delivery.payload["plan_id"]), office=office)

    def look_again(delivery: Delivery) -> None:
        review.review(office=office)
        credit_limits.watch(office=office)

    def offer_lifting(delivery: Delivery) -> None:
        freezing.offer_lifting(office=office)

    def ask_whether_needed(delivery: Delivery) -> None:
        named = delivery.payload
        freezing.ask_whether_needed(str(named["freeze_id"]), int(named["days"]), office=office)

    ledger.engine.handler(STILL_FROZEN, ask_whether_needed, max_attempts=20, timeout=30)
    ledger.engine.handler(LIFTING, offer_lifting, max_attempts=50, timeout=30)
    ledger.engine.handler(ADVANCE, advance, max_attempts=50, timeout=120)
    ledger.engine.handler(EXPIRE, lapse, max_attempts=20, timeout=30)
    ledger.engine.handler(REVIEW, look_again, max_attempts=20, timeout=120)
    ledger.engine.handler(MATCH, lambda _: match(office=office), max_attempts=20, timeout=600)
