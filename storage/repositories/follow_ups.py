"""What people said of rows of a digest, and the languages of channels, as rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from core.domain.exposure import Standing
from core.domain.follow_ups import FollowUp, Snooze
from core.domain.languages import Language
from core.domain.money import Money
from storage.codec import rebuild, to_text
from storage.sql import put, rows_of
from storage.tables.schedules import channel_languages, follow_ups


class SqlFollowUps:
    """Implements core.ports.schedules.FollowUps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> FollowUp:
        row = rows_of(self._connection, follow_ups, key=key).first()
        return _follow_up(row) if row is not None else FollowUp(key)

    def all(self) -> Mapping[str, FollowUp]:
        found = map(_follow_up, self._connection.execute(select(follow_ups)))
        return {one.key: one for one in found}

    def put(self, follow_up: FollowUp) -> None:
        snooze = follow_up.snooze
        row = {
            "key": follow_up.key,
            "owner": follow_up.owner,
            "owned_at": follow_up.owned_at,
            "until": snooze.until if snooze else None,
            "snoozed_by": snooze.by if snooze else "",
            "snoozed_at": snooze.at if snooze else None,
            "standing": int(snooze.standing) if snooze else None,
            "overdue": to_text(snooze.overdue if snooze else ()),
        }
        put(self._connection, follow_ups, [row])


def _follow_up(row: Row[Any]) -> FollowUp:
    return FollowUp(row.key, row.owner, row.owned_at, _snooze(row))


def _snooze(row: Row[Any]) -> Snooze | None:
    if row.until is None:
        return None
    overdue = rebuild(tuple[Money, ...], json.loads(row.overdue))
    assert isinstance(overdue, tuple)
    return Snooze(row.until, row.snoozed_by, row.snoozed_at, Standing(row.standing), overdue)


class SqlChannelLanguages:
    """Implements core.ports.schedules.ChannelLanguages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, channel: str) -> Language | None:
        row = rows_of(self._connection, channel_languages, channel=channel).first()
        return Language(row.language) if row is not None else None

    def all(self) -> Mapping[str, Language]:
        rows = self._connection.execute(select(channel_languages))
        return {row.channel: Language(row.language) for row in rows}

    def put(self, channel: str, language: Language | None) -> None:
        if language is not None:
            row = {"channel": channel, "language": language.value}
            put(self._connection, channel_languages, [row])
            return
        mine = delete(channel_languages).where(channel_languages.c.channel == channel)
        self._connection.execute(mine)
