"""Settings: every problem at once, by name, and never a secret in what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import SETTINGS, Settings, SettingsRefused
from bot.part import Part
from clients.certificates import Certificate
from clients.webhook_certificates import MICROSOFTS_HOST
from core.domain.clouds import Cloud
from core.domain.partners import Partner, Tier
from core.domain.people import Role
from tests.clients.a_key import certificate_pem, key_pem

TENANT = "3f9c6a52-5b0e-4d2b-9c55-1a7be0c4d6f1"
CLIENT = "b6a1d0f7-2f4c-4f0b-8a43-6d1f5e7c9a20"
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-canary",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "PARTNER_CENTER_TENANT": TENANT,
    "PARTNER_CENTER_CLIENT_ID": CLIENT,
    "PARTNER_CENTER_CLIENT_SECRET": "canary-of-the-client",
    "APPROVALS_CHANNEL": "C0APPROVALS",
    "APPROVERS": "U0LEE, U0BRAUN",
    "ADMINISTRATORS": "W0ADMIN",
    "TIME_ZONE": "Europe/Berlin",
}


def problems(**changed: str) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        Settings.from_environment(GOOD | changed)
    return refused.value.problems


def test_what_is_not_set_has_its_default() -> None:
    settings = Settings.from_environment(GOOD)
    assert settings.channels.cases == settings.channels.alerts == "C0APPROVALS"
    assert (settings.slack_api_url, settings.country) == ("https://slack.com/api/", "DE")
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.database_url == "sqlite:///goodstanding.db"
    assert settings.lists()[Role.APPROVER] == ("U0LEE", "U0BRAUN")
    [account] = settings.accounts
    assert account.partner == Partner("main", Cloud.GLOBAL, Tier.DIRECT, TENANT)
    assert account.sign_in is not None
    assert account.sign_in.url == "https://api.partnercenter.microsoft.com"
    assert account.sign_in.token_url == f"https://login.microsoftonline.com/{TENANT}/oauth2/token"


@pytest.mark.parametrize(
    "address",
    ["sqlite:////home/Ada Lovelace/desk.db", "postgresql://desk@localhost/desk", "postgres://desk"],
)
def test_a_database_may_lie_in_a_folder_with_a_blank(address: str) -> None:
    assert Settings.from_environment(GOOD | {"DATABASE_URL": address}).database_url == address


@pytest.mark.parametrize("address", ["desk.db", "sqlite://", "postgresql://desk at home", "mysql://x"])
def test_what_is_no_address_of_a_database_is_refused(address: str) -> None:
    assert problems(DATABASE_URL=address) == ["DATABASE_URL: sqlite:///file or postgresql://…"]


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsRefused) as refused:
        Settings.from_environment({})
    named = {problem.partition(":")[0] for problem in refused.value.problems}
    assert named >= {setting.name for setting in SETTINGS if setting.required}


@pytest.mark.parametrize("part", [Part.WEB, Part.WORKER, Part.NONE], ids=["web", "worker", "none"])
def test_each_part_reads_the_secrets_that_it_needs_and_no_others(part: Part) -> None:
    both = GOOD | {"SLACK_APP_TOKEN": "xapp-1-canary"}
    settings = Settings.from_environment(both, part)
    [account] = settings.accounts
    assert account.partner.tenant_id == TENANT
    assert (account.sign_in is not None) == (part is Part.WORKER)
    assert bool(settings.slack_signing_secret) == bool(settings.slack_app_token)
    assert bool(settings.slack_app_token) == (part is Part.WEB)
    others = "PARTNER_CENTER" if part is Part.WEB else "SLACK_SIGNING"
    Settings.from_environment({k: v for k, v in GOOD.items() if not k.startswith(others)}, part)


def test_with_an_app_token_nothing_has_to_be_signed() -> None:
    settings = Settings.from_environment(
        GOOD | {"SLACK_APP_TOKEN": "xapp-1-canary", "SLACK_SIGNING_SECRET": ""}
    )
    assert settings.slack_app_token and not settings.slack_signing_secret


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_SIGNING_SECRET", ""),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef"),
        ("SLACK_SIGNING_SECRET", "0" * 32),
        ("SLACK_BOT_TOKEN", "xapp-1"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "http://slack.example/api/"),
        ("DATABASE_URL", "mysql://x/y"),
        ("PORT", "-1"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("CASES_CHANNEL", "#cases"),
        ("AGENTS", "@lee"),
        ("AGENTS", "S0GROUP"),
        ("APPROVERS", "U0LEE"),
        ("APPROVERS", "U0LEE,U0LEE"),
        ("ADMINISTRATORS", " , "),
        ("TIME_ZONE", "Berlin"),
        ("COUNTRY", "Germany"),
        ("POLICY_FILE", "/nowhere/policy.toml"),
        ("RECEIVABLES_FOLDER", "/nowhere"),
        ("DISPOSABLE_DOMAINS", "/nowhere"),
        ("PARTNER_CENTER_CLOUD", "moon"),
        ("PARTNER_CENTER_TIER", "indirect"),
        ("PARTNER_CENTER_PROVIDER", "Nord Cloud"),
        ("PARTNER_CENTER_URL", "http://partner.example"),
        ("PARTNER_CENTER_TOKEN_URL", "https://user:pass@login.example"),
        ("PARTNER_CENTER_CLIENT_ID", "me"),
        ("PARTNER_CENTER_PASSWORD", "no such setting"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    assert [problem.partition(":")[0] for problem in problems(**{name: value})] == [name]


def test_a_zone_without_a_country_needs_one() -> None:
    assert problems(TIME_ZONE="UTC")[0].startswith("COUNTRY: missing")
    assert Settings.from_environment(GOOD | {"TIME_ZONE": "UTC", "COUNTRY": "SE"}).country == "SE"


def test_several_accounts_have_a_name_each() -> None:
    plain = {name: value for name, value in GOOD.items() if "PARTNER" not in name}
    named = {
        f"PARTNER_CENTER_{account}_{part}": GOOD[f"PARTNER_CENTER_{part}"]
        for account in ("EAST", "WEST")
        for part in ("TENANT", "CLIENT_ID", "CLIENT_SECRET")
    }
    settings = Settings.from_environment(plain | named | {"PARTNER_CENTER_EAST_CLOUD": "china"})
    east, west = settings.accounts
    assert (east.name, west.name) == ("east", "west")
    assert east.sign_in is not None
    assert east.sign_in.url == "https://partner.partnercenterapi.microsoftonline.cn"


def test_a_government_partner_calls_the_common_host_and_signs_in_at_its_own() -> None:
    [account] = Settings.from_environment(GOOD | {"PARTNER_CENTER_CLOUD": "us"}).accounts
    assert account.sign_in is not None
    assert account.sign_in.url == "https://api.partnercenter.microsoft.com"
    assert account.sign_in.token_url.startswith("https://login.microsoftonline.us/")


def test_a_reseller_has_a_provider_and_signs_in_nowhere() -> None:
    plain = {name: value for name, value in GOOD.items() if "PARTNER" not in name}
    asked = plain | {"PARTNER_CENTER_TIER": "reseller", "PARTNER_CENTER_PROVIDER": "Nord Cloud"}
    [account] = Settings.from_environment(asked).accounts
    assert account.partner == Partner("main", tier=Tier.RESELLER, provider="Nord Cloud")
    assert account.sign_in is None
    said = problems(PARTNER_CENTER_TIER="reseller")
    assert [one.partition(":")[0] for one in said] == ["PARTNER_CENTER_PROVIDER"]


def test_an_account_proves_itself_by_a_secret_or_a_certificate_and_not_by_both(
    tmp_path: Path,
) -> None:
    file = tmp_path / "main.pem"
    file.write_bytes(key_pem() + certificate_pem())
    [said] = problems(PARTNER_CENTER_CERTIFICATE=str(file))
    assert said.startswith("PARTNER_CENTER_CERTIFICATE: either")
    alone = {"PARTNER_CENTER_CERTIFICATE": str(file), "PARTNER_CENTER_CLIENT_SECRET": ""}
    [account] = Settings.from_environment(GOOD | alone).accounts
    assert account.sign_in is not None
    assert isinstance(account.sign_in.proof, Certificate)
    file.write_bytes(b"canary")
    [said] = problems(**alone)
    assert "no certificate in PEM" in said and "canary" not in said
    assert "cannot be read" in problems(**alone | {"PARTNER_CENTER_CERTIFICATE": "/nowhere"})[0]


@pytest.mark.parametrize(
    ("cloud", "graph"),
    [
        ("global", "https://graph.microsoft.com"),
        ("us", "https://graph.microsoft.us"),
        ("china", ""),
    ],
)
def test_graph_is_asked_where_its_cloud_tells_a_partner_of_alerts(cloud: str, graph: str) -> None:
    settings = Settings.from_environment(GOOD | {"PARTNER_CENTER_CLOUD": cloud})
    [account] = settings.accounts
    assert account.sign_in is not None and account.sign_in.graph_url == graph


def test_an_address_of_graph_is_https_and_of_a_cloud_that_has_one() -> None:
    name = "PARTNER_CENTER_GRAPH_URL"
    assert problems(**{name: "http://graph.example"})[0].startswith(name)
    [said] = problems(**{name: "https://graph.example", "PARTNER_CENTER_CLOUD": "china"})
    assert said.startswith(name) and "leave it out" in said
    named = Settings.from_environment(
        {key: value for key, value in GOOD.items() if not key.startswith("PARTNER_CENTER")}
        | {f"PARTNER_CENTER_EU_{key[15:]}": value for key, value in GOOD.items()
           if key.startswith("PARTNER_CENTER")}
        | {"PARTNER_CENTER_EU_GRAPH_URL": "https://graph.example/x"}
    )  # fmt: skip
    [account] = named.accounts
    assert (account.name, account.sign_in and account.sign_in.graph_url) == (
        "eu", "https://graph.example/x",
    )  # fmt: skip


def test_the_movable_clock_is_for_this_machine_alone() -> None:
    local = {
        "SLACK_API_URL": "http://127.0.0.1:8080/slack/api",
        "PARTNER_CENTER_URL": "http://localhost:8080/partner-center/main",
        "PARTNER_CENTER_TOKEN_URL": "http://[::1]:8080/login",
        "PARTNER_CENTER_GRAPH_URL": "http://127.0.0.1:8080/graph/main",
        "CLOCK_URL": "http://127.0.0.1:8080/clock",
    }
    settings = Settings.from_environment(GOOD | local)
    assert settings.clock_url and settings.slack_api_url.endswith("/api/")
    for name in local:
        away = local | {name: "https://api.example/x"}
        assert problems(**away)[0].startswith("CLOCK_URL")
    hosts = "PARTNER_CENTER_WEBHOOK_HOSTS"
    assert Settings.from_environment(GOOD | local).webhooks.hosts == ()
    here = Settings.from_environment(GOOD | local | {hosts: "127.0.0.1:8080"})
    assert here.webhooks.hosts == ("127.0.0.1:8080",)
    assert problems(**local | {hosts: "certificates.example"})[0].startswith("CLOCK_URL")


def test_certificates_of_webhooks_lie_at_named_hosts_and_lead_to_a_root(tmp_path: Path) -> None:
    assert Settings.from_environment(GOOD).webhooks.hosts == (MICROSOFTS_HOST,)
    hosts, roots = "PARTNER_CENTER_WEBHOOK_HOSTS", "PARTNER_CENTER_WEBHOOK_ROOTS"
    for wrong in ("https://certificates.example", "certificates.example/a.cer", "a b"):
        assert problems(**{hosts: wrong})[0].startswith(f"{hosts}: hosts such as")
    file = tmp_path / "roots.pem"
    for content in (b"canary", b"", key_pem()):
        file.write_bytes(content)
        [said] = problems(**{roots: str(file)})
        assert said.startswith(f"{roots}: a PEM file of certificates") and "canary" not in said
    assert problems(**{roots: "/nowhere"})[0].startswith(roots)
    file.write_bytes(certificate_pem())
    assert Settings.from_environment(GOOD | {roots: str(file)}).webhooks.roots == str(file)


def test_secrets_show_in_neither_settings_nor_problems() -> None:
    shown = repr(Settings.from_environment(GOOD))
    assert "canary" not in shown and GOOD["SLACK_SIGNING_SECRET"] not in shown
    said = problems(SLACK_BOT_TOKEN="canary-token", PARTNER_CENTER_CLIENT_SECRET="canary in words")
    assert len(said) == 2 and "canary" not in str(said)
