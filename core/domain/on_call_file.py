"""The schedule of who is on call as a file: TOML text in, a schedule or all that is wrong out."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.on_call import ALWAYS, Hours, Layer, Override, Schedule
from core.domain.people import is_user_id

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT = "|".join(day[:3] for day in DAYS)
HOURS = re.compile(rf"({SHORT})(?:-({SHORT}))?(?: (\d\d:\d\d)-(\d\d:\d\d))?", re.ASCII)
SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)
HAND_OVER = re.compile(rf"({'|'.join(DAYS)}) (\d\d:\d\d)", re.ASCII)
MOST_MINUTES = 60
TOP = {"zone", "escalate_after", "fallback", "quiet", "layers", "overrides"}
OF_LAYER = {"name", "people", "since", "hand_over", "hours"}
OF_OVERRIDE = {"layer", "person", "from", "until"}
ADMINISTRATORS = "administrators"
SIDES = ("from", "until")
Table = dict[str, object]


class OnCallRefused(ValueError):
    """The file is no schedule; `problems` are all of them, each with its path."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def version_of(text: str) -> str:
    """A schedule is known by the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_schedule(text: str) -> Schedule:
    """Raises OnCallRefused with everything that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OnCallRefused([f"not TOML: {error}"]) from None
    reading = _Reading()
    schedule = reading.schedule(table)
    if reading.problems:
        raise OnCallRefused(reading.problems)
    return schedule


class _Reading:
    """Reads on after each problem, with something harmless in its place."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._zone = "UTC"

    def schedule(self, table: Table) -> Schedule:
        self._known("", table, TOP)
        self._zone = self._read_zone(table)
        layers = tuple(self._layers(table))
        names = [one.name for one in layers]
        if len(names) > len(set(names)):
            self.problems.append("layers: two of them have the same name")
        return Schedule(
            zone=self._zone,
            layers=layers,
            overrides=tuple(self._overrides(table, names)),
            escalate_after=self._escalate_after(table),
            quiet=self._quiet(table),
        )

    def _read_zone(self, table: Table) -> str:
        name = self._text("zone", table.get("zone"), "a zone's name, such as Europe/Berlin")
        try:
            ZoneInfo(name or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.problems.append(f"zone: {name} is none; a zone's name, such as Europe/Berlin")
            return "UTC"
        return name or "UTC"

    def _escalate_after(self, table: Table) -> timedelta:
        minutes = table.get("escalate_after", 5)
        if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
            self.problems.append(f"escalate_after: minutes, 1 to {MOST_MINUTES}")
            minutes = 5
        if table.get("fallback", ADMINISTRATORS) != ADMINISTRATORS:
            self.problems.append(f"fallback: only {ADMINISTRATORS} are called where nobody else is")
        return timedelta(minutes=minutes)

    def _quiet(self, table: Table) -> Hours:
        said = table.get("quiet", "21:00-08:00")
        found = SPAN.fullmatch(said) if isinstance(said, str) else None
        if found is None:
            self.problems.append("quiet: two times, such as 21:00-08:00")
            return ALWAYS
        begins, ends = (self._time("quiet", text) for text in found.groups())
        return Hours(ALWAYS.days, begins, ends)

    def _layers(self, table: Table) -> Iterator[Layer]:
        for number, one in enumerate(self._tables("layers", table, least=1)):
            yield self._layer(f"layers[{number}]", one)

    def _layer(self, path: str, table: Table) -> Layer:
        self._known(path, table, OF_LAYER)
        said = self._text(f"{path}.hand_over", table.get("hand_over"), "such as monday 09:00")
        found = HAND_OVER.fullmatch(said.lower())
        if said and found is None:
            self.problems.append(f"{path}.hand_over: a day and a time, such as monday 09:00")
        since = table.get("since")
        if not isinstance(since, date) or isinstance(since, datetime):
            self.problems.append(f"{path}.since: a date, the day of the first hand-over")
            since = date(2000, 1, 3)
        elif found and DAYS[since.weekday()] != found[1]:
            self.problems.append(f"{path}.since: {since} is no {found[1]}")
        return Layer(
            name=self._text(f"{path}.name", table.get("name"), "a name for it"),
            people=self._people(f"{path}.people", table.get("people")),
            since=since,
            hand_over=self._time(f"{path}.hand_over", found[2]) if found else time(),
            hours=self._hours(f"{path}.hours", table),
        )

    def _people(self, path: str, value: object) -> tuple[str, ...]:
        people = tuple(map(str, value)) if isinstance(value, list) else ()
        if not people or not all(map(is_user_id, people)):
            self.problems.append(f"{path}: Slack user ids, such as U024BE7LH, at least one")
            return ("U00",)
        return people

    def _hours(self, path: str, table: Table) -> tuple[Hours, ...]:
        value = table.get("hours", ["mon-sun"])
        lines = value if isinstance(value, list) and value else [""]
        found = [self._some_hours(path, one) for one in lines]
        return tuple(one for one in found if one is not None)

    def _some_hours(self, path: str, value: object) -> Hours | None:
        found = HOURS.fullmatch(value.lower()) if isinstance(value, str) else None
        if found is None:
            self.problems.append(f"{path}: days and times, such as mon-fri 18:00-08:00 or sat-sun")
            return None
        names = SHORT.split("|")
        first = names.index(found[1])
        last = names.index(found[2] or found[1])
        days = frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
        if found[3] is None:
            return Hours(days, ALWAYS.begins, ALWAYS.ends)
        return Hours(days, self._time(path, found[3]), self._time(path, found[4]))

    def _overrides(self, table: Table, layers: list[str]) -> Iterator[Override]:
        found: list[Override] = []
        for number, one in enumerate(self._tables("overrides", table)):
            override = self._override(f"overrides[{number}]", one, layers)
            if override is None:
                continue
            mine = (other for other in found if other.layer == override.layer)
            if any(o.begins < override.ends and override.begins < o.ends for o in mine):
                self.problems.append(f"overrides[{number}]: another one is on the same days")
            found.append(override)
        yield from found

    def _override(self, path: str, table: Table, layers: list[str]) -> Override | None:
        self._known(path, table, OF_OVERRIDE)
        layer = table.get("layer", layers[0] if layers else "")
        if layer not in layers:
            self.problems.append(f"{path}.layer: there is no layer of that name")
        (person,) = self._people(f"{path}.person", [table.get("person")])
        begins, ends = (self._moment(f"{path}.{name}", table.get(name)) for name in SIDES)
        if begins is None or ends is None:
            return None
        if ends <= begins:
            self.problems.append(f"{path}.until: it ends before it begins")
        return Override(str(layer), person, begins, ends)

    def _moment(self, path: str, value: object) -> datetime | None:
        """A local date and time of the schedule's zone."""
        if not isinstance(value, datetime) or value.tzinfo is not None:
            right = "a date and a time without a zone, such as 2026-12-24T18:00:00"
            self.problems.append(f"{path}: {right}")
            return None
        return value.replace(tzinfo=ZoneInfo(self._zone)).astimezone(UTC)

    def _time(self, path: str, text: str) -> time:
        """24:00 is the midnight at which the next day begins."""
        try:
            return time() if text == "24:00" else time.fromisoformat(text)
        except ValueError:
            self.problems.append(f"{path}: {text} is no time of a day")
            return time()

    def _text(self, path: str, value: object, right: str) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.problems.append(f"{path}: missing; {right}")
        return ""

    def _tables(self, name: str, table: Table, least: int = 0) -> list[Table]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.problems.append(f"{name}: written as [[{name}]]")
            return []
        if len(value) < least:
            self.problems.append(f"{name}: at least one is needed, written as [[{name}]]")
        return value

    def _known(self, path: str, table: Table, names: set[str]) -> None:
        for name in sorted(table.keys() - names):
            self.problems.append(f"{path}.{name}: unknown".lstrip("."))
