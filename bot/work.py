"""What a desk does by itself: every kind of job, and every tick of the timetable."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.config import Settings
from bot.folder import Folder
from bot.jobs import Timetable
from bot.keeping import give_keeping
from bot.wiring import Ledger, register_core_jobs, strict_office
from clients.activity import ActivityReader
from clients.billing import BillingReader
from clients.digest_mail import DigestMail
from clients.partner_center import PartnerCenterClient
from clients.spending import SpendingReader
from core.clocks import CLOCK
from core.domain.hints import Wants
from core.executor import Executor
from core.homes import HOME
from core.ports.office import Office
from core.recording import (
    CARD,
    DIGEST,
    DIGEST_CHARTS,
    DIGEST_FILE,
    DIGEST_MAIL,
    EXPORT,
    HUSH,
    TELL,
)
from core.usecases import agreement_ticks, clocks, credit_limits, credit_ticks, freezing, schedules
from core.usecases.alert_reading import AlertReader
from core.usecases.billing import BillReader
from core.usecases.credit_jobs import CREDIT_CARD, CREDIT_OWNER
from core.usecases.hints import HINT, Follower
from core.usecases.reconciling import reconcile
from core.usecases.simulating import SIMULATE
from core.usecases.syncing import Reader, Waiter, read_whole
from handlers.buttons import sweep_buttons
from handlers.channel_words import ChannelWords
from handlers.clocks import Questions
from handlers.credit_posts import CreditPosts
from handlers.digest_mails import DigestMails
from handlers.digest_threads import DigestThreads
from handlers.digests import Digester
from handlers.exports import Exporter
from handlers.home import Homes
from handlers.hushing import Husher
from handlers.lacking import Lacking
from handlers.notifier import Notifier
from handlers.patience import patiently
from handlers.refuge import Channels
from handlers.request import Services
from handlers.say import Say
from handlers.simulating import Simulator

A_SECOND, A_MOMENT, A_MINUTE, AN_HOUR = 1, 10, 60, 3600
FINISHED_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the jobs work with."""

    services: Services
    center: PartnerCenterClient
    say: Say
    homes: Homes
    exporter: Exporter
    alerts: AlertReader


def register_jobs(settings: Settings, ledger: Ledger, tools: Tools) -> None:
    """What each kind of job does."""
    engine, office = ledger.engine, ledger.office
    notifier = notifier_of(settings, ledger, tools)
    engine.handler(TELL, patiently(notifier.tell), max_attempts=30, timeout=60)
    engine.handler(CARD, patiently(notifier.card), max_attempts=30, timeout=60)
    engine.handler(CLOCK, patiently(Questions(notifier).draw), max_attempts=30, timeout=60)
    credit = CreditPosts(tools.services, notifier)
    engine.handler(CREDIT_CARD, patiently(credit.card), max_attempts=30, timeout=60)
    engine.handler(CREDIT_OWNER, patiently(credit.remind), max_attempts=30, timeout=60)
    _give_digests(ledger, tools)
    engine.handler(HOME, patiently(tools.homes.draw), max_attempts=10, timeout=30)
    engine.handler(EXPORT, tools.exporter.export, max_attempts=5, timeout=120)
    simulator = Simulator(tools.services, tools.exporter.files, tools.say)
    engine.handler(SIMULATE, simulator.bring, max_attempts=5, timeout=600)
    husher = Husher(tools.services, tools.say, language_of(ledger))
    engine.handler(HUSH, patiently(husher.look), max_attempts=30, timeout=60)
    engine.handler(HINT, _follower(tools, office).follow, max_attempts=30, timeout=120)
    executor = Executor(strict_office(ledger), tools.center, tools.services.directory)
    register_core_jobs(ledger, executor)


def _give_digests(ledger: Ledger, tools: Tools) -> None:
    """The post of a slot, and what follows it in its thread."""
    engine, office, language = ledger.engine, ledger.office, language_of(ledger)
    digester = Digester(office, tools.say, tools.services.rooms, language)
    engine.handler(DIGEST, digester.post, max_attempts=30, timeout=60)
    files, lacking = tools.exporter.files, Lacking(office)
    threads = DigestThreads(tools.services, files, tools.say, lacking, language)
    engine.handler(DIGEST_FILE, threads.bring_files, max_attempts=5, timeout=120)
    engine.handler(DIGEST_CHARTS, threads.bring_charts, max_attempts=5, timeout=60)
    mail = ledger.settings.mail
    mails = DigestMails(office, DigestMail(mail.post) if mail.post else None, mail.mailed, language)
    engine.handler(DIGEST_MAIL, mails.send, max_attempts=200, timeout=300)


def notifier_of(settings: Settings, ledger: Ledger, tools: Tools) -> Notifier:
    set_to, rooms = settings.channels, tools.services.rooms
    channels = Channels(set_to.approvals, set_to.cases, set_to.alerts, set_to.fallback)
    return Notifier(ledger.office, tools.say, rooms, channels, language_of(ledger))


def language_of(ledger: Ledger) -> ChannelWords:
    settings = ledger.settings
    return ChannelWords(ledger.office, settings.language, settings.time_zone)


def _follower(tools: Tools, office: Office) -> Follower:
    bills = bill_reader(tools.center, office)
    readers = {Wants.BILLING: bills.read_bills, Wants.USAGE: bills.read_spending}
    return Follower(office, tools.center, readers, tools.alerts.hinted)


def fill_timetable(
    timetable: Timetable, settings: Settings, ledger: Ledger, center: PartnerCenterClient
) -> None:
    """Ticks only; whatever must not be lost is a row that a tick makes."""
    office = ledger.office
    timetable.every(A_SECOND, "digests", lambda: schedules.tick(office=office), leaps=True)
    timetable.every(A_MOMENT, "clocks", lambda: clocks.tick(office=office), leaps=True)
    timetable.every(AN_HOUR, "agreements", lambda: agreement_ticks.tick(office=office), leaps=True)
    timetable.every(A_MINUTE, "credit", lambda: credit_ticks.tick(office=office), leaps=True)
    timetable.every(AN_HOUR, "limits", lambda: credit_limits.watch(office=office))
    timetable.every(AN_HOUR, "reconcile", lambda: reconcile(office=office))
    timetable.every(AN_HOUR, "lifting", lambda: freezing.offer_lifting(office=office))
    reader = reader_of(center, office, timetable.is_ending)
    timetable.every(A_MINUTE, "customers", lambda: read_on(reader))
    bills = bill_reader(center, office)
    timetable.every(A_MINUTE, "bills", lambda: read_bills(bills, center))
    timetable.every(AN_HOUR, "tidying", lambda: _tidy(ledger))
    give_keeping(timetable, ledger)
    timetable.every(AN_HOUR, "buttons", lambda: sweep_buttons(office=office))
    if settings.receivables_folder:
        folder = Folder(Path(settings.receivables_folder), settings.time_zone, office)
        timetable.every(A_MINUTE, "folder", folder.look)


def read_on(reader: Reader) -> None:
    """A round each hour, of which every minute does as much as Partner Center takes."""
    for account in reader.partner_center.accounts():
        reader.go_on(account)


def reader_of(
    center: PartnerCenterClient, office: Office, ending: Callable[[], bool] = lambda: False
) -> Reader:
    return Reader(office, center, ActivityReader(center.lines), ending=ending)


def bill_reader(center: PartnerCenterClient, office: Office) -> BillReader:
    return BillReader(office, BillingReader(center.lines), SpendingReader(center.lines))


def read_bills(bills: BillReader, center: PartnerCenterClient) -> None:
    """Bills once a day, spending once an hour."""
    for account in center.accounts():
        bills.go_on(account)


def read_customers(
    center: PartnerCenterClient,
    office: Office,
    wait: Waiter = time.sleep,
    ending: Callable[[], bool] = lambda: False,
) -> None:
    """Read every account whole; what cannot be reached keeps what was known."""
    reader = reader_of(center, office, ending)
    for account in center.accounts():
        read_whole(reader, account, wait=wait)
    if not ending():
        read_bills(bill_reader(center, office), center)


def _tidy(ledger: Ledger) -> None:
    """What finished long ago makes room for what is to be done."""
    ledger.engine.tidy(ledger.clock() - FINISHED_KEPT)
