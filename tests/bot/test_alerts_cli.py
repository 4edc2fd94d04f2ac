"""python -m bot alerts, and what the doctor says of them."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from bot.cli.alert_checks import check_alerts
from bot.cli.main import app
from handlers.checkup import Mark
from tests.bot.test_sync import at_hand
from tests.handlers.test_fraud_alerts import GPU
from tests.world import World

__all__ = ["at_hand"]


def plant(world: World) -> None:
    body = {"subscription_id": GPU, "severity": "medium"}
    assert world.driver.http.post("/sandbox/partner-center/alerts", json=body).status_code == 200


def said(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["alerts", *words])
    assert done.exit_code == code, done.output
    return done.output


def findings(world: World) -> dict[str, tuple[Mark, str]]:
    found = check_alerts(world.installation.ledger)
    return {one.says.partition(": ")[0]: (one.mark, one.says) for one in found}


def test_alerts_are_read_and_listed(at_hand: World) -> None:
    assert "No alert is open." in said("list")
    plant(at_hand)
    assert "Read: main." in said("read", "--account", "main")
    table = said("list")
    for word in (GPU, "connections to pools of", "medium", "active", "#1", "security alerts",
                 "Tidewater Robotics Corp.", "1 times"):  # fmt: skip
        assert word in table
    assert "main: fraud events not read since" in table
    at_hand.driver.http.delete("/sandbox/slack/violations")


def test_what_cannot_be_read_is_said_and_fails(at_hand: World) -> None:
    at_hand.driver.http.post(
        "/sandbox/partner-center/options", json={"account": "main", "graph_allowed": False}
    )
    found = said("read", code=1)
    assert "main: security alerts not read since" in found and "Insufficient" in found
    assert said("read", "--account", "nobody", code=2).startswith("There is no account nobody")


@pytest.mark.parametrize("allowed", [True, False], ids=["seen", "blind"])
def test_the_doctor_says_whether_alerts_can_be_read(at_hand: World, allowed: bool) -> None:
    at_hand.driver.http.post(
        "/sandbox/partner-center/options", json={"account": "main", "graph_allowed": allowed}
    )
    CliRunner().invoke(app, ["alerts", "read"])
    found = findings(at_hand)
    mark, words = found["security alerts of Graph, account main"]
    assert mark is (Mark.OK if allowed else Mark.WRONG)
    assert ("read last" in words) is allowed
    mark, words = found["fraud events, account main"]
    assert mark is (Mark.NOTE if allowed else Mark.WRONG)
    assert "nobody signed in; python -m bot login --account main" in words
    assert not [name for name in found if "china" in name], "there are none in that cloud"
