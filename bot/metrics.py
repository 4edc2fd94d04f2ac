"""Metrics for Prometheus, counted in the database at every scrape: no restart loses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.ports.outside import Clock
from storage.figures import Counted, Counting, Figures


class DeskMetrics(Collector):
    """Labels are kinds, states and sources; whatever names a customer or a person is no label."""

    def __init__(self, counting: Counting, backlog: Callable[[], float], clock: Clock) -> None:
        self._counting = counting
        self._backlog = backlog
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        trouble = self._counting.trouble()
        yield _gauge("up", "Whether the database can be worked with", 0 if trouble else 1)
        if trouble:
            return
        yield from self._counted(self._counting.figures())
        waiting = "How long the job that waits longest has been due"
        yield _gauge("oldest_due_job_seconds", waiting, self._backlog())

    def _counted(self, found: Figures) -> Iterator[Metric]:
        yield _events(found.events)
        yield _gauges("jobs", "Jobs that are not history", ("kind", "status"), found.jobs)
        dead = sum(count for (_, status), count in found.jobs.items() if status == "dead")
        yield _gauge("dead_jobs", "Jobs that were given up and are not history", dead)
        yield _gauges("open_plans", "Plans that are not over", ("action", "state"), found.plans)
        yield _gauges("steps", "Steps of all plans", ("verb", "state"), found.steps)
        said = "Pages that nobody has taken, by whether anybody was reached"
        yield _gauges("pages_open", said, ("reached",), found.pages)
        yield _gauge("frozen", "Whether everything is frozen", int(found.frozen))
        yield from self._books(found)
        yield from self._digests(found)

    def _digests(self, found: Figures) -> Iterator[Metric]:
        said = "How long ago the last digest of a schedule went out"
        posted = self._ages(found.digests_posted_at)
        yield _gauges("digest_posted_seconds", said, ("schedule",), posted)
        said = "How long the digest that waits longest is due"
        due = min(found.digests_due, default=self._clock())
        yield _gauge("digest_due_seconds", said, max(0.0, (self._clock() - due).total_seconds()))

    def _books(self, found: Figures) -> Iterator[Metric]:
        of = ("source",)
        yield _gauges(
            "books_age_seconds", "Age of the newest books", of, self._ages(found.books_as_of)
        )
        said = "How long ago books were read that the desk reads by itself"
        yield _gauges("books_read_seconds", said, of, self._ages(found.books_read_at))
        said = "Books that could not be read or taken in when they were last tried"
        yield _gauges("books_in_trouble", said, of, found.books_troubles)

    def _ages(self, moments: dict[str, datetime]) -> dict[tuple[str, ...], float]:
        now = self._clock()
        return {(source,): (now - at).total_seconds() for source, at in moments.items()}


def registry_of(desk: DeskMetrics) -> CollectorRegistry:
    """The desk's metrics and those of this process."""
    registry = CollectorRegistry()
    registry.register(desk)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


def written(registry: CollectorRegistry) -> str:
    return generate_latest(registry).decode()


def _events(found: Counted) -> CounterMetricFamily:
    family = CounterMetricFamily(
        "goodstanding_events", "Events in the audit trail", labels=["kind"]
    )
    for labels, count in sorted(found.items()):
        family.add_metric(list(labels), count)
    return family


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"goodstanding_{name}", says, value=value)


def _gauges(
    name: str, says: str, labels: Iterable[str], found: dict[tuple[str, ...], float] | Counted
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"goodstanding_{name}", says, labels=list(labels))
    for values, value in sorted(found.items()):
        family.add_metric(list(values), value)
    return family
