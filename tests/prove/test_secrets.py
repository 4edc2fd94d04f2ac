"""No secret comes out of a desk at work, and none lies in the tree; the app asks for no more of
Slack than it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.manifest import OPTIONAL_SCOPES, SCOPES
from tests.installation import copy_of
from tests.prove.leaks.at_work import WRITTEN_TO
from tests.prove.leaks.canaries import spied
from tests.prove.leaks.scan import in_text, in_tree

NEEDED = {
    *("chat:write", "commands", "users:read", "im:write", "app_mentions:read"),
    *("channels:read", "groups:read"),
}

PLACES = {
    *("log", "database", "cards", "doctor", "audit", "export", "metrics", "answers"),
    *("pack", "backup", "settings shown"),
}


def test_nothing_that_was_set_comes_out(filled: Path, tmp_path: Path) -> None:
    found = spied(copy_of(filled, tmp_path / "desk"))
    assert len(found.secrets) >= 15
    assert {"wrong code", "refresh token", "access token 1", WRITTEN_TO} <= found.secrets.keys()
    assert found.leaks == {}
    assert found.loose == []
    assert found.places.keys() >= PLACES
    assert all(found.places.values()), "an empty place proves nothing"


def test_the_tree_holds_no_secret() -> None:
    found = in_tree()
    assert found.files > 1000
    assert found.hits == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("xox" + "b-123456789012-abcdefABCDEF123456", id="bot-token"),
        pytest.param("xap" + "p-1-A0123-456-abcdef0123456789abcdef", id="app-token"),
        pytest.param("-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0", id="key"),
        pytest.param("eyJhbGciOiJSUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIzNA", id="jwt"),
        pytest.param(
            'client_secret = "' + "q8Q~" + "Zk3vT9xWmB1nYp7sLd0Rf5Ju2Hc6Ga4" + '"', id="azure"
        ),
    ],
)
def test_what_is_a_secret_is_taken_for_one(text: str) -> None:
    assert in_text(text)


def test_the_app_asks_slack_for_what_it_needs() -> None:
    assert set(SCOPES) == NEEDED
    assert set(OPTIONAL_SCOPES) <= {"files:write", "dnd:read"}
    assert not any("history" in scope or scope.startswith("admin") for scope in SCOPES)
