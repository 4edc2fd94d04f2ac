"""A running desk: everything started in the order that keeps it safe, and stopped again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event

from bot.alerts import AlertSources, alert_sources, give_alerts
from bot.book_webhooks import BookWebhooks, book_webhooks
from bot.books import give_books
from bot.brakes import set_brakes
from bot.cases import give_cases
from bot.checkpoints import give_checkpoints
from bot.collecting import check_of, give_collecting
from bot.config import Settings
from bot.consents import keep_consents
from bot.containing import give_containing
from bot.digest_alarms import watch_digests
from bot.health import Health
from bot.jobs import Timetable
from bot.mail import give_mail
from bot.on_call import give_paging
from bot.part import Part
from bot.signals import give_signals
from bot.step_up import give_step_up
from bot.support import give_support
from bot.vote_asks import give_vote_asks
from bot.ways_in import NoAddress, WaysIn, open_ways_in
from bot.webhooks import partner_webhooks
from bot.wiring import Ledger, partner_center_of, slack_of
from bot.work import (
    Tools,
    fill_timetable,
    notifier_of,
    read_customers,
    register_jobs,
)
from bot.workspace import keep_workspace
from clients.clock import BusinessClock
from clients.partner_center import PartnerCenterClient
from core.domain.calendar import add_business_days
from core.domain.people import Role
from core.ports.outside import Unreachable
from core.usecases.alert_reading import AlertReader
from core.usecases.digest_alarms import trouble
from core.usecases.opening import FirstStart, open_desk
from core.usecases.reconciling import reconcile
from core.usecases.sharing import last_change
from core.usecases.syncing import stale
from handlers import (
    adopting,
    agreements,
    alerts,
    by_hand,
    cases,
    clocks,
    containments,
    credit,
    digests,
    letters,
    mapping,
    notify_clicks,
    overdue_clicks,
    pages,
    previews,
    renewals,
    schedule_clicks,
    shortcuts,
    step_up,
    tickets,
    vote_notes,
)
from handlers.answers import SlackAnswers
from handlers.buttons import BUTTONS
from handlers.directory import Installation, SlackDirectory, whoami
from handlers.exports import Exporter
from handlers.forms import FORMS
from handlers.home import Homes
from handlers.lacking import Lacking
from handlers.registry import Tables, all_commands, build_app
from handlers.request import Services
from handlers.rooms import SlackRooms
from handlers.say import SlackSay
from handlers.ways import Way, way_in

ALL_BUTTONS = {**BUTTONS, **by_hand.BUTTONS, **cases.BUTTONS, **digests.BUTTONS, **renewals.BUTTONS}
ALL_BUTTONS |= {**clocks.BUTTONS, **adopting.BUTTONS, **tickets.BUTTONS, **letters.BUTTONS}
ALL_BUTTONS |= {**credit.BUTTONS, **agreements.BUTTONS, **previews.BUTTONS}
ALL_BUTTONS |= {**step_up.BUTTONS, **containments.BUTTONS, **notify_clicks.BUTTONS}
ALL_BUTTONS |= {**alerts.BUTTONS, **mapping.BUTTONS, **pages.BUTTONS, **vote_notes.BUTTONS}
ALL_BUTTONS |= {**overdue_clicks.BUTTONS, **schedule_clicks.BUTTONS}
ALL_FORMS = {**FORMS, **by_hand.FORMS, **cases.FORMS, **renewals.FORMS, **shortcuts.FORMS}
ALL_FORMS |= {**clocks.FORMS, **adopting.FORMS, **tickets.FORMS, **letters.FORMS}
ALL_FORMS |= {**overdue_clicks.FORMS, **schedule_clicks.FORMS}
ALL_FORMS |= {**step_up.FORMS, **containments.FORMS, **notify_clicks.FORMS}
ALL_FORMS |= {**credit.FORMS, **agreements.FORMS, **alerts.FORMS, **mapping.FORMS}


@dataclass(slots=True)
class Desk:
    """Database, engine, Slack and timetable of one process. `center` is there where it works: a
    process that only answers Slack can change nothing at Partner Center."""

    settings: Settings
    ledger: Ledger
    services: Services
    center: PartnerCenterClient | None
    timetable: Timetable
    ways_in: WaysIn
    connections: tuple[Callable[[], None], ...]

    @property
    def url(self) -> str:
        """Where this process tells of its health, and may take Slack's requests."""
        return self.ways_in.server.url

    def read_customers(self, over: Event | None = None) -> None:
        """Read every account, where this process has any, or as many as it can before its end."""
        over = over or Event()
        if self.center is not None:
            read_customers(self.center, self.ledger.office, over.wait, over.is_set)

    def meet_everybody(self) -> None:
        """Look up whoever has a role, so that cards can name them and forms open at once."""
        with self.ledger.office.store.reading() as work:
            people = work.people.with_role(*Role)
        for person in people:
            for account in person.accounts:
                self.services.meet(account)

    def stop(self) -> None:
        """No new requests, no new ticks, then let the jobs end; last of all the ways out close."""
        self.ways_in.stop()
        self.timetable.stop()
        self.ledger.engine.stop()
        for close in self.connections:
            close()


def start_desk(
    settings: Settings, ledger: Ledger, *, start: FirstStart, part: Part = Part.ALL
) -> Desk:
    """Slack first: without knowing our own workspace nobody could be told from a stranger.
    Raises Unreachable where Slack does not answer, OtherWorkspace, AlreadyRunning, NoAddress."""
    client, office = slack_of(ledger), ledger.office
    installation = whoami(client)
    _open(installation, ledger, start)
    directory, answers = SlackDirectory(client, ledger.clock), SlackAnswers(client)
    rooms = SlackRooms(client, settings.channels.spoken_in, partial(last_change, office=office))
    services, timetable = Services(office, directory, answers, rooms), Timetable()
    center, ways_out = None, [set_brakes(timetable, ledger, part), answers.close]
    if Part.WORKER in part:
        center = partner_center_of(ledger)
        alarms = alert_sources(ledger)
        ways_out += [center.close, alarms.close, keep_consents(timetable, ledger)]
        tools = _tools(ledger, services, center, installation.home_team, alarms)
        ways_out += _give_work(timetable, settings, ledger, tools)
        ledger.engine.start()
    slack = _slack(ledger, services, installation) if Part.WEB in part else None
    unread, late = partial(stale, office), partial(trouble, office)
    health = Health(ledger.database, ledger.clock, timetable, center, unread, late)
    ways_in = _let_in(slack, settings, ledger, health)
    desk = Desk(settings, ledger, services, center, timetable, ways_in, tuple(ways_out))
    desk.meet_everybody()
    reconcile(office=office)
    timetable.start()
    if isinstance(ledger.clock, BusinessClock):
        ledger.clock.tell(timetable.leap)
    return desk


def _open(found: Installation, ledger: Ledger, start: FirstStart) -> None:
    """Raises OtherWorkspace."""
    lists, here = ledger.settings.lists(), found.team_id
    own = (found.home_team, found.bot_user)
    open_desk(*own, lists, office=ledger.office, start=start, workspace=here)


def _give_work(
    timetable: Timetable, settings: Settings, ledger: Ledger, tools: Tools
) -> list[Callable[[], None]]:
    """Every job and every tick of a process that works. What comes back ends it."""
    register_jobs(settings, ledger, tools)
    close = give_support(timetable, ledger, tools)
    notifier = notifier_of(settings, ledger, tools)
    give_alerts(timetable, ledger, tools.alerts)
    give_collecting(timetable, ledger, notifier, tools.exporter.files)
    give_containing(ledger, notifier, tools)
    give_mail(timetable, ledger, settings.mail, check_of(ledger))
    give_step_up(timetable, ledger, tools)
    give_cases(ledger, tools)
    give_paging(ledger, tools)
    give_vote_asks(ledger, tools)
    keep_workspace(timetable, ledger)
    give_signals(timetable, ledger, tools.center)
    fill_timetable(timetable, settings, ledger, tools.center)
    watch_digests(timetable, ledger)
    return [close, give_checkpoints(timetable, ledger), give_books(timetable, ledger)]


def _tools(
    ledger: Ledger,
    services: Services,
    center: PartnerCenterClient,
    team: str,
    alarms: AlertSources,
) -> Tools:
    client = slack_of(ledger)
    say = SlackSay(client, Lacking(services.office))
    homes = Homes(services, client, team)
    exporter = Exporter(services, client)
    reader = AlertReader(services.office, alarms.sources)
    return Tools(services, center, say, homes, exporter, reader)


def _slack(ledger: Ledger, services: Services, installation: Installation) -> Way:
    client, settings = slack_of(ledger), ledger.settings
    secret = settings.slack_signing_secret.reveal()
    app = build_app(
        Tables(all_commands(), ALL_BUTTONS, ALL_FORMS),
        client=client,
        signing_secret=secret,
        installation=installation,
        services=services,
        directory=SlackDirectory(client, services.office.clock),
    )
    app_token = settings.slack_app_token.reveal()
    return way_in(app, settings.slack_api_url, signing_secret=secret, app_token=app_token)


def _let_in(slack: Way | None, settings: Settings, ledger: Ledger, health: Health) -> WaysIn:
    webhooks, office = None, ledger.office
    books: BookWebhooks | None = None
    if slack is not None:
        books = book_webhooks(settings.books.sources, office)
        webhooks = partner_webhooks(settings.webhooks, office)
        # Holidays take a second to load, which nobody should wait for with a form open.
        add_business_days(office.today(office.clock()), 1, office.own.country)
    try:
        metrics = health.metrics(settings)
        return open_ways_in(slack, settings, health.checks(), metrics, webhooks, books)
    except (NoAddress, Unreachable):
        ledger.engine.stop()
        raise
