"""Settings from the environment: read once, and every problem is reported at once, by name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.accounts import PartnerAccount, read_accounts
from bot.book_settings import MEANINGS as OF_BOOKS
from bot.book_settings import BookSettings, read_books
from bot.channel_settings import MEANINGS as OF_CHANNELS
from bot.channel_settings import ChannelSettings, read_channels
from bot.checkpoint_settings import (
    CHECKPOINT_MAIL,
    CHECKPOINT_URL,
    CheckpointSettings,
    read_checkpoints,
)
from bot.fraud_settings import DISPOSABLE_DOMAINS, read_throw_away
from bot.keeping_settings import MEANINGS, name_of, read_keeping
from bot.mail_settings import ADMINISTRATOR_MAIL, DIGEST_MAIL, MailSettings, read_mail
from bot.master_keys import read_master_keys
from bot.part import Part
from bot.reading import Reading, is_loopback
from bot.webhook_settings import HOSTS, ROOTS, WebhookSettings, read_webhooks
from clients.webhook_certificates import MICROSOFTS_HOST
from core.domain.calendar import country_of
from core.domain.keeping import USUAL, Days
from core.domain.languages import Language
from core.domain.people import USER_ID, Role
from core.domain.secret import Secret
from storage.sealing import MasterKey

REQUIRED = "required"
SLACK = "https://slack.com/api/"
POLICY = str(Path(__file__).parent / "policy.toml")
DATABASE = r"sqlite:///\S.*|(postgres|postgresql)://\S+", "sqlite:///file or postgresql://…"
PEOPLE = "Slack user ids such as U024BE7LH, separated by commas"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the documentation; `default` may be a value, `required`, or in words."""

    name: str
    default: str
    meaning: str
    value: str = ""

    @property
    def required(self) -> bool:
        return self.default == REQUIRED


SETTINGS = (
    Setting("SLACK_BOT_TOKEN", REQUIRED, "The bot's token, xoxb-…"),
    Setting(
        "SLACK_SIGNING_SECRET",
        "required over HTTP",
        "Proves that requests are Slack's: 32 hex digits",
    ),
    Setting("SLACK_APP_TOKEN", "none", "Slack comes by Socket Mode, not over HTTP: xapp-…"),
    Setting(
        "SLACK_CONFIG_TOKEN",
        "none",
        "For `doctor` alone, which then compares the app at Slack with manifest.yml: xoxe.xoxp-…",
    ),
    Setting("SLACK_API_URL", SLACK, "Slack's Web API", SLACK),
    Setting(
        "DATABASE_URL", "sqlite:///goodstanding.db", "The database", "sqlite:///goodstanding.db"
    ),
    Setting("PARTNER_CENTER_TENANT", REQUIRED, "The id of your partner tenant"),
    Setting("PARTNER_CENTER_CLIENT_ID", REQUIRED, "The application that signs in"),
    Setting("PARTNER_CENTER_CLIENT_SECRET", "or a certificate", "Its secret"),
    Setting("PARTNER_CENTER_CERTIFICATE", "none", "Instead: a PEM file, certificate and key"),
    Setting("PARTNER_CENTER_CLOUD", "global", "global, us, or china (21Vianet)"),
    Setting("PARTNER_CENTER_TIER", "direct", "direct, provider (indirect), or reseller (indirect)"),
    Setting("PARTNER_CENTER_PROVIDER", "none", "A reseller's provider: its name, for requests"),
    Setting("PARTNER_CENTER_URL", "by cloud", "The address of the Partner Center API"),
    Setting("PARTNER_CENTER_TOKEN_URL", "by cloud and tenant", "Where tokens come from"),
    Setting("PARTNER_CENTER_PER_MINUTE", "500", "How many calls a minute it takes of the desk"),
    Setting("PARTNER_CENTER_GRAPH_URL", "by cloud", "The address of Microsoft Graph, for alerts"),
    Setting(
        "PARTNER_CENTER_<ACCOUNT>_…", "none", "The ones above for each of several partner accounts"
    ),
    Setting("MASTER_KEY_FILE", "none", "Seals secrets: a file with 32 random bytes in base64"),
    Setting("MASTER_KEY", "none", "The same, given directly"),
    Setting(HOSTS, MICROSOFTS_HOST, "Where certificates of webhooks may lie"),
    Setting(ROOTS, "the machine's", "Whom those lead to: a PEM file, with those in between"),
    Setting("HOST", "127.0.0.1", "The address to listen on", "127.0.0.1"),
    Setting("PORT", "3000", "The port to listen on; 0 takes a free one", "3000"),
    *(Setting(*line) for line in OF_CHANNELS),
    Setting("AGENTS", "none", "Who may ask: Slack user ids, separated by commas"),
    Setting("APPROVERS", REQUIRED, "Who may vote: at least two Slack user ids"),
    Setting("ADMINISTRATORS", REQUIRED, "Who runs the desk; the first asks for what is automatic"),
    Setting("TIME_ZONE", REQUIRED, "Your own zone, such as Europe/Berlin"),
    Setting("LANGUAGE", "en", "What channels are spoken to in: en, ko or zh", "en"),
    Setting("COUNTRY", "that of TIME_ZONE", "Whose public holidays are yours, such as DE"),
    Setting("POLICY_FILE", "bot/policy.toml", "The collections policy", POLICY),
    Setting("COLLECTIONS", "on", "The policy run: on, off, or shadow (not done, only noted)", "on"),
    Setting("RECEIVABLES_FOLDER", "none", "A folder that is looked at for files of receivables"),
    *(Setting(*line) for line in OF_BOOKS),
    Setting(DISPOSABLE_DOMAINS, "none", "A list of throw-away mail domains: one a line, in a file"),
    Setting("SMTP_URL", "none", "Where letters leave: smtp://user:password@host:587, or smtps://…"),
    Setting("MAIL_FROM", "required with SMTP_URL", "Whose letters they are: Name <address>"),
    Setting("MAIL_REPLY_TO", "MAIL_FROM", "Where answers go"),
    Setting("MAIL_DOMAIN", "that of MAIL_FROM", "Stands in the Message-ID of every letter"),
    Setting(ADMINISTRATOR_MAIL, "none", "Who hears by mail what Slack cannot tell: addresses"),
    Setting(DIGEST_MAIL, "none", "Who is mailed digests: addresses; 2:ada@… is for digest 2 alone"),
    Setting("MAIL_IN", "none", "Where answers and bounces lie: maildir:/path, or imaps://…"),
    Setting(CHECKPOINT_MAIL, "none", "An auditor, who is sent the head of the audit trail"),
    Setting(CHECKPOINT_URL, "none", "Where it is posted as well, and nobody can take it back"),
    *(Setting(name_of(k), str(USUAL[k]), says, str(USUAL[k])) for k, says in MEANINGS.items()),
    Setting("METRICS", "off", "on: /metrics for Prometheus, at HOST and PORT", "off"),
    Setting("CLOCK_URL", "none", "The sandbox's clock; only where all else is on this machine"),
)


class SettingsRefused(Exception):
    """Nothing may start with these settings; `problems` names each of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process was told; secrets do not show."""

    slack_bot_token: Secret
    slack_app_token: Secret
    slack_config_token: Secret
    slack_signing_secret: Secret
    slack_api_url: str
    database_url: str = field(repr=False)
    accounts: tuple[PartnerAccount, ...]
    master_keys: tuple[MasterKey, ...]
    webhooks: WebhookSettings
    host: str
    port: int
    channels: ChannelSettings
    agents: tuple[str, ...]
    approvers: tuple[str, ...]
    administrators: tuple[str, ...]
    time_zone: str
    country: str
    language: Language
    policy_file: str
    collections: str
    receivables_folder: str
    throw_away_domains: frozenset[str]
    mail: MailSettings
    metrics: bool
    clock_url: str
    keeping: Days = field(default_factory=lambda: USUAL)
    checkpoints: CheckpointSettings = field(default_factory=CheckpointSettings)
    books: BookSettings = field(default_factory=BookSettings)

    def lists(self) -> dict[Role, tuple[str, ...]]:
        """Who starts with which role, as Slack user ids."""
        return {
            Role.AGENT: self.agents,
            Role.APPROVER: self.approvers,
            Role.ADMINISTRATOR: self.administrators,
        }

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, part: Part = Part.ALL
    ) -> Settings:
        """What this part of a desk needs: a secret that is not read cannot get out.
        Raises SettingsRefused with everything that is wrong."""
        defaults = {setting.name: setting.value for setting in SETTINGS if setting.value}
        reading = Reading(os.environ if environment is None else environment, defaults)
        settings = _read(reading, part)
        checkpoints = read_checkpoints(reading, settings.mail, needed=Part.WORKER in part)
        settings = replace(settings, checkpoints=checkpoints, keeping=read_keeping(reading))
        settings = replace(settings, books=read_books(reading, part))
        _check_clock(settings, reading)
        if reading.problems:
            raise SettingsRefused(reading.problems)
        return settings


def _read(reading: Reading, part: Part) -> Settings:
    return Settings(
        slack_bot_token=_bot_token(reading),
        slack_app_token=_app_token(reading, part),
        slack_config_token=_config_token(reading),
        slack_signing_secret=_signing_secret(reading, part),
        slack_api_url=reading.address("SLACK_API_URL").rstrip("/") + "/",
        database_url=reading.optional("DATABASE_URL", *DATABASE),
        accounts=read_accounts(reading, signing_in=Part.WORKER in part),
        master_keys=read_master_keys(reading) if Part.WORKER in part else (),
        webhooks=read_webhooks(reading),
        host=reading.optional("HOST", r"[0-9A-Za-z.:-]+", "an address of this machine"),
        port=reading.number("PORT", 0, 65535),
        channels=read_channels(reading),
        agents=reading.listed("AGENTS", USER_ID, PEOPLE),
        approvers=reading.listed("APPROVERS", USER_ID, PEOPLE, least=2),
        administrators=reading.listed("ADMINISTRATORS", USER_ID, PEOPLE, least=1),
        time_zone=(zone := _zone(reading)),
        country=_country(reading, zone),
        language=reading.word("LANGUAGE", Language, Language.ENGLISH),
        policy_file=_file(reading),
        collections=reading.optional("COLLECTIONS", "off|shadow|on", "off, shadow or on"),
        receivables_folder=_folder(reading),
        throw_away_domains=read_throw_away(reading),
        mail=read_mail(reading, needed=part is not Part.WEB),
        metrics=reading.optional("METRICS", "on|off", "on or off") == "on",
        clock_url=reading.address("CLOCK_URL"),
    )


def _bot_token(reading: Reading) -> Secret:
    return Secret(reading.required("SLACK_BOT_TOKEN", r"xoxb-\S+", "the bot's token, xoxb-…"))


def _app_token(reading: Reading, part: Part) -> Secret:
    if Part.WEB not in part:
        return Secret("")
    return Secret(reading.optional("SLACK_APP_TOKEN", r"xapp-\S+", "starts xapp-"))


def _config_token(reading: Reading) -> Secret:
    return Secret(reading.optional("SLACK_CONFIG_TOKEN", r"xoxe\.\S+", "starts xoxe."))


def _signing_secret(reading: Reading, part: Part) -> Secret:
    """A socket is opened by us, so nobody has to prove anything on it."""
    if Part.WEB not in part:
        return Secret("")
    right = "32 hexadecimal digits, from the app's Basic Information page"
    read = reading.optional if reading.text("SLACK_APP_TOKEN") else reading.required
    value = read("SLACK_SIGNING_SECRET", "[0-9a-fA-F]{32}", right)
    if value and len(set(value)) == 1:
        reading.wrong("SLACK_SIGNING_SECRET", f"a placeholder; {right}")
    return Secret(value)


def _zone(reading: Reading) -> str:
    right = "a zone's name, such as Europe/Berlin"
    name = reading.required("TIME_ZONE", r"[A-Za-z0-9_+/-]+", right)
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reading.wrong("TIME_ZONE", right)
        return ""
    return name


def _country(reading: Reading, zone: str) -> str:
    right = "two letters, such as DE"
    country = reading.optional("COUNTRY", "[A-Z]{2}", right, country_of(zone))
    if zone and not country:
        reading.wrong("COUNTRY", f"missing; TIME_ZONE names no country; {right}")
    return country


def _file(reading: Reading) -> str:
    path = reading.text("POLICY_FILE")
    if not Path(path).is_file():
        reading.wrong("POLICY_FILE", "a file that is there")
    return path


def _folder(reading: Reading) -> str:
    path = reading.text("RECEIVABLES_FOLDER")
    if path and not Path(path).is_dir():
        reading.wrong("RECEIVABLES_FOLDER", "a folder that is there")
    return path


def _check_clock(settings: Settings, reading: Reading) -> None:
    """A clock that can be moved is for the sandbox; nothing real may go by it."""
    others = [settings.slack_api_url, *(f"https://{host}" for host in settings.webhooks.hosts)]
    others += [*settings.mail.addresses, *filter(None, [settings.checkpoints.url])]
    others += [address for one in settings.books.sources for address in one.addresses]
    for one in filter(None, (account.sign_in for account in settings.accounts)):
        others += filter(None, [one.url, one.token_url, one.graph_url])
    if settings.clock_url and not all(map(is_loopback, [settings.clock_url, *others])):
        reading.wrong("CLOCK_URL", "only where every other address is on this machine, too")
