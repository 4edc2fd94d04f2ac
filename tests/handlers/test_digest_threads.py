"""What stands below a digest, and a digest in a workspace that lacks the newest blocks."""

from __future__ import annotations

from sandbox.stories.driver import GENERAL, Json
from tests.handlers.test_digest_delivery import SLOT, comes, posted, scheduled
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n"


def below(world: World) -> list[Json]:
    (root,) = posted(world)
    return [m for m in world.driver.messages(GENERAL, thread_ts=root["ts"]) if m is not root][1:]


def files(world: World) -> list[Json]:
    return [file for message in below(world) for file in message.get("files") or []]


def kinds(message: Json) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def test_a_digest_shows_charts_and_its_thread_has_every_row_and_other_currencies(
    world: World,
) -> None:
    comes(world, scheduled(world))
    (root,) = posted(world)
    assert kinds(root).count("data_visualization") == 1, "there is no trend of one digest"
    assert "More than 60 days late" in root["text"]
    assert [file["name"].rpartition(".")[2] for file in files(world)] == ["csv", "xlsx"]
    charts = [m for m in below(world) if "data_visualization" in kinds(m)]
    titles = {b["title"] for m in (root, *charts) for b in m["blocks"] if "chart" in b}
    assert len(titles) == 3 and all(m["text"] for m in charts)


def test_where_slack_lacks_the_newest_blocks_the_digest_is_plainer_and_comes_once(
    world: World,
) -> None:
    world.faults.slack("older", "chat.postMessage", times=99)
    made = scheduled(world)
    comes(world, made)
    (root,) = posted(world)
    assert "table" in kinds(root) and "data_table" not in kinds(root)
    assert "data_visualization" not in kinds(root) and "More than 60 days late" in root["text"]
    found = files(world)
    pictures = [file for file in found if file["name"].endswith(".png")]
    assert (len(found), len(pictures)) == (5, 3)
    for file in pictures:
        assert "overdue by age: 1–30 days" in file["alt_txt"]
        assert bytes(world.driver.http.get(file["url_private"]).content).startswith(PNG)
    assert world.ask(lambda work: work.schedules.posting(made, SLOT)).posted_at is not None
    assert not world.driver.violations()
