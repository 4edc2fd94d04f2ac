"""/standing of one customer after another, signed and over HTTP, fifty a second; beside the same
server and Bolt with a listener that only acknowledges. Whoever waits for its turn waits for us: a
time begins when the request was due."""

from __future__ import annotations

import hashlib
import hmac
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.made import sets
from bench.made.agreeing import AGENT
from bench.made.owners import Owner
from bench.measuring import Figure, Must, percentile
from bench.serving import BARE
from tests.kills.forked import ROOT
from tests.kills.place import Layout, Place

A_SECOND, LASTS = 50, float(os.environ.get("BENCH_SECONDS", "30"))
WARM, AT_ONCE, PATIENCE = 100, 16, 30.0
MUST = {50: Must(most=0.01), 99: Must(most=0.1)}


def measure(folder: Path) -> Iterator[Figure]:
    for made in sets.every():
        with sets.copied(made, folder) as url, _sandbox(url, folder) as environment:
            ours = _answered(made, environment)
            bare = _answered(made, environment, BARE)
        for percent, must in MUST.items():
            yield Figure(
                f"/standing, {A_SECOND} a second, p{percent}",
                percentile(ours, percent), "s", must,
                "a listener that only acknowledges", percentile(bare, percent),
                made.documents, made.database,
            )  # fmt: skip


@contextmanager
def _sandbox(url: str, folder: Path) -> Iterator[dict[str, str]]:
    """What a desk is told that works at the stand-ins; its clock begins on the morning on which
    the newest books came."""
    place = Place(Layout("standing", url, ()), folder)
    try:
        place.open()
        yield place.environment
    finally:
        place.close()


def _answered(made: sets.Made, environment: dict[str, str], *words: str) -> list[float]:
    """How long each request took, in seconds."""
    dice = random.Random(made.seed)
    with _serving(environment, *words) as url, ThreadPoolExecutor(AT_ONCE) as threads:
        limits = httpx.Limits(max_connections=AT_ONCE)
        with httpx.Client(base_url=url, trust_env=False, limits=limits, timeout=PATIENCE) as http:
            secret = environment["SLACK_SIGNING_SECRET"]

            def ask(due: float) -> float:
                owner = Owner(dice.randrange(made.customers), made.seed)
                time.sleep(max(0.0, due - time.perf_counter()))
                _send(http, secret, f"/standing {owner.domain}")
                return time.perf_counter() - due

            for _ in range(WARM):
                ask(time.perf_counter())
            begun = time.perf_counter()
            dues = [begun + number / A_SECOND for number in range(int(A_SECOND * LASTS))]
            return list(threads.map(ask, dues))


@contextmanager
def _serving(environment: dict[str, str], *words: str) -> Iterator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, "-m", "bench.serving", *words]
    settings = environment | {"PORT": "0"}
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, text=True, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _send(http: httpx.Client, secret: str, text: str) -> None:
    command, _, rest = text.partition(" ")
    body = urlencode(
        {
            "command": command, "text": rest, "team_id": AGENT.team_id,
            "user_id": AGENT.user_id, "channel_id": "C0GENERAL", "trigger_id": "1.2.3",
            "response_url": "",
        }
    )  # fmt: skip
    stamp = str(int(time.time()))
    signed = f"v0:{stamp}:{body}".encode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}",
    }
    http.post("/slack/events", content=body, headers=headers).raise_for_status()
