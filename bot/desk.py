"""A running desk: everything started in the order that keeps it safe, and stopped again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

from bot.config import Settings
from bot.folder import Folder
from bot.health import Health
from bot.jobs import Timetable
from bot.ways_in import NoAddress, WaysIn, open_ways_in
from bot.wiring import Ledger, partner_center, register_core_jobs
from core.domain.calendar import add_business_days
from core.domain.people import Role
from core.executor import Executor
from core.ports.outside import PartnerCenter, Unreachable
from core.recording import CARD, DIGEST, DIGEST_FILE, EXPORT, HOME, TELL
from core.usecases import customers, freezing, schedules
from core.usecases.opening import FirstStart, open_desk
from core.usecases.reconciling import reconcile
from handlers import cases, digests, shortcuts
from handlers.answers import SlackAnswers
from handlers.buttons import BUTTONS, sweep_buttons
from handlers.digests import Digester
from handlers.directory import SlackDirectory, slack_client, whoami
from handlers.exports import Exporter
from handlers.forms import FORMS
from handlers.home import Homes
from handlers.messages.text import Words
from handlers.notifier import Channels, Notifier, Say, SlackSay
from handlers.registry import Tables, all_commands, build_app
from handlers.request import Rooms, Services
from handlers.rooms import SlackRooms
from handlers.ways import Way, way_in

log = logging.getLogger(__name__)

ALL_BUTTONS = {**BUTTONS, **cases.BUTTONS, **digests.BUTTONS}
ALL_FORMS = {**FORMS, **cases.FORMS, **shortcuts.FORMS}
A_SECOND, A_MINUTE, AN_HOUR = 1, 60, 3600
FINISHED_KEPT = timedelta(days=2)


class Part(Enum):
    """What one process does. Several share the work on PostgreSQL only."""

    ALL = ""
    WEB = "web"
    WORKER = "worker"


@dataclass(slots=True)
class Desk:
    """Database, engine, Slack and timetable of one process."""

    settings: Settings
    ledger: Ledger
    services: Services
    partner_center: PartnerCenter
    timetable: Timetable
    ways_in: WaysIn | None
    connections: tuple[Callable[[], None], ...]

    @property
    def url(self) -> str:
        """Where this process tells of its health, and may take Slack's requests; a worker has no
        such place."""
        return self.ways_in.server.url if self.ways_in else ""

    def read_customers(self) -> None:
        """Read every account; what cannot be reached keeps what was known."""
        for account in self.partner_center.accounts():
            try:
                customers.read_account(
                    account, office=self.ledger.office, partner_center=self.partner_center
                )
            except Unreachable as error:
                log.warning("account not read account=%s why=%s", account, error.why)

    def meet_everybody(self) -> None:
        """Look up whoever has a role, so that cards can name them and forms open at once."""
        with self.ledger.office.store.reading() as work:
            people = work.people.with_role(*Role)
        for person in people:
            for account in person.accounts:
                self.services.meet(account)

    def stop(self) -> None:
        """No new requests, no new ticks, then let the jobs end; last of all the ways out close."""
        if self.ways_in is not None:
            self.ways_in.stop()
        self.timetable.stop()
        self.ledger.engine.stop()
        for close in self.connections:
            close()


def start_desk(
    settings: Settings, ledger: Ledger, *, start: FirstStart, part: Part = Part.ALL
) -> Desk:
    """Slack first: without knowing our own workspace nobody could be told from a stranger.
    Raises Unreachable where Slack does not answer, AlreadyRunning, NoAddress."""
    client = slack_client(settings.slack_bot_token.reveal(), settings.slack_api_url)
    secret, app_token = settings.slack_signing_secret.reveal(), settings.slack_app_token.reveal()
    installation = whoami(client)
    team, office = installation.home_team, ledger.office
    open_desk(team, installation.bot_user, settings.lists(), office=office, start=start)
    center, directory = partner_center(settings, ledger.clock), SlackDirectory(client, ledger.clock)
    rooms, answers = SlackRooms(client), SlackAnswers(client)
    services, say = Services(office, directory, answers, rooms), SlackSay(client)
    app = build_app(
        Tables(all_commands(), ALL_BUTTONS, ALL_FORMS),
        client=client,
        signing_secret=secret,
        installation=installation,
        services=services,
        directory=directory,
    )
    _register_jobs(settings, ledger, Executor(office, center, directory), say, rooms)
    _register_views(ledger, Homes(services, client, team), Exporter(services, client, say))
    if part is not Part.WEB:
        ledger.engine.start()
    way = way_in(app, settings.slack_api_url, signing_secret=secret, app_token=app_token)
    timetable, ways_out = Timetable(), (answers.close, center.close)
    health = Health(ledger.database, ledger.clock, timetable, center)
    ways_in = _let_in(way, settings, ledger, health) if part is not Part.WORKER else None
    return _begun(Desk(settings, ledger, services, center, timetable, ways_in, ways_out), part)


def _begun(desk: Desk, part: Part) -> Desk:
    desk.meet_everybody()
    reconcile(office=desk.ledger.office)
    _start_timetable(desk, part)
    return desk


def _let_in(way: Way, settings: Settings, ledger: Ledger, health: Health) -> WaysIn:
    office = ledger.office
    # Holidays take a second to load, which nobody should wait for with a form open.
    add_business_days(office.today(office.clock()), 1, office.own.country)
    try:
        return open_ways_in(way, settings, health.checks(), health.metrics(settings))
    except (NoAddress, Unreachable):
        ledger.engine.stop()
        raise


def _register_jobs(
    settings: Settings, ledger: Ledger, executor: Executor, say: Say, rooms: Rooms
) -> None:
    channels = Channels(settings.approvals_channel, settings.cases_channel, settings.alerts_channel)
    words = Words(zone=settings.time_zone)
    notifier = Notifier(ledger.office, say, rooms, channels, words)
    ledger.engine.handler(TELL, notifier.tell, max_attempts=30, timeout=60)
    ledger.engine.handler(CARD, notifier.card, max_attempts=30, timeout=60)
    digester = Digester(ledger.office, say, rooms)
    ledger.engine.handler(DIGEST, digester.post, max_attempts=30, timeout=60)
    register_core_jobs(ledger, executor)


def _register_views(ledger: Ledger, homes: Homes, exporter: Exporter) -> None:
    """What is drawn up for one person."""
    ledger.engine.handler(HOME, homes.draw, max_attempts=10, timeout=30)
    ledger.engine.handler(EXPORT, exporter.export, max_attempts=5, timeout=120)
    ledger.engine.handler(DIGEST_FILE, exporter.digest_file, max_attempts=5, timeout=120)


def _start_timetable(desk: Desk, part: Part) -> None:
    """Ticks only; whatever must not be lost is a row that a tick makes."""
    office = desk.ledger.office
    desk.timetable.every(A_SECOND, "brake", lambda: freezing.notice_file(office=office))
    if part is not Part.WEB:
        _tick_at_work(desk)
    desk.timetable.start()


def _tick_at_work(desk: Desk) -> None:
    office = desk.ledger.office
    desk.timetable.every(A_SECOND, "digests", lambda: schedules.tick(office=office))
    desk.timetable.every(AN_HOUR, "reconcile", lambda: reconcile(office=office))
    desk.timetable.every(AN_HOUR, "lifting", lambda: freezing.offer_lifting(office=office))
    desk.timetable.every(AN_HOUR, "customers", desk.read_customers)
    desk.timetable.every(AN_HOUR, "tidying", lambda: _tidy(desk))
    desk.timetable.every(AN_HOUR, "buttons", lambda: sweep_buttons(office=office))
    if desk.settings.receivables_folder:
        path = Path(desk.settings.receivables_folder)
        folder = Folder(path, desk.settings.time_zone, office)
        desk.timetable.every(A_MINUTE, "folder", folder.look)


def _tidy(desk: Desk) -> None:
    """What finished long ago makes room for what is to be done."""
    desk.ledger.engine.tidy(desk.ledger.clock() - FINISHED_KEPT)
