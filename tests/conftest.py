"""What many suites share: a whole world, made anew for each test from one filled desk."""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from tests.a_step_up import MASTER_KEY, with_second_administrator
from tests.cores import keep_to_one
from tests.installation import Installation, copy_of, fill
from tests.judge import Judge
from tests.world import OTHER_AGENT, World

POLICY = Path(__file__).parent.parent / "bot" / "policy.toml"
# The folders whose files take longest.
LONGEST = [Path(__file__).parent / name for name in ("stories", "kills", "usecases", "handlers")]
MEMORY, ROOM = Path("/dev/shm"), 1024**3
# On a machine that does other things too, a slow example is no failure.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_configure() -> None:
    """Every commit waits for its disk. Where there is memory to write to, no test has to. Of
    several workers each keeps to a core."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        keep_to_one(int(worker.removeprefix("gw")))
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: at the end no worker is alone with one of them."""
    items.sort(key=lambda item: [not item.path.is_relative_to(one) for one in LONGEST])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays: nobody looks for what could go."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """All modules and all tests stay to the end: looking through them again and again finds
    nothing that could go. What a test leaves behind is looked for less often."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sandbox state and database as the demo starts with them; a copy is quicker than a start."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder)
    return folder


@contextmanager
def a_world(
    folder: Path, policy: Path | None = None, app_token: str = "", master_key: str = ""
) -> Iterator[World]:
    """At its end everything has come to rest, Slack's rules were kept, the record holds and
    nothing was changed that was not allowed, or that the desk does not know of."""
    installation = Installation(folder, policy, app_token)
    installation.master_key = master_key
    try:
        installation.start()
        with closing(World(installation)) as world:
            yield world
            world.settled()
            assert world.violations() == []
            assert world.audit().holds()
            assert Judge(world).breaches() == []
            assert world.differing() == []
    finally:
        installation.stop()


@pytest.fixture
def app_token() -> str:
    """None: Slack comes over HTTP. Suites about what comes in try Socket Mode, too."""
    return ""


@pytest.fixture
def world(filled: Path, tmp_path: Path, app_token: str) -> Iterator[World]:
    """Monday, 10:00 in Berlin: customers confirmed, books of this morning, nothing suspended."""
    with a_world(copy_of(filled, tmp_path / "desk"), app_token=app_token) as made:
        yield made


@pytest.fixture
def world_under(filled: Path, tmp_path: Path) -> Iterator[Callable[..., World]]:
    """The same under the shipped policy with other caps."""
    with ExitStack() as stack:

        def make(**caps: int) -> World:
            policy = tmp_path / "policy.toml"
            policy.write_text(with_caps(POLICY.read_text(encoding="utf-8"), caps), encoding="utf-8")
            return stack.enter_context(a_world(copy_of(filled, tmp_path / "desk"), policy))

        yield make


@pytest.fixture
def world_with_codes(filled: Path, tmp_path: Path) -> Iterator[World]:
    """A desk with a master key and a second administrator, where plans against fraud take codes."""
    policy = tmp_path / "policy.toml"
    demand = '\n[step_up]\nreasons = ["fraud"]\n'
    policy.write_text(POLICY.read_text(encoding="utf-8") + demand, encoding="utf-8")
    folder = copy_of(filled, tmp_path / "desk")
    with a_world(folder, policy, master_key=MASTER_KEY) as made:
        with_second_administrator(made.office.store, made.account(OTHER_AGENT))
        yield made


def with_caps(policy: str, caps: Mapping[str, int]) -> str:
    """The first mention of each cap is the one of suspending."""
    for name, number in caps.items():
        policy = re.sub(rf"^{name} = \d+", f"{name} = {number}", policy, count=1, flags=re.M)
    return policy
