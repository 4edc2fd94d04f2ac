"""Where cards go on while another organisation reads their channel."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.office import Office
from core.usecases.sharing import called_now
from handlers.request import Room, Rooms


@dataclass(frozen=True, slots=True)
class Channels:
    """Where things are said, and where they go on while outsiders read that."""

    approvals: str
    cases: str
    alerts: str
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Refuge:
    """`fallback` is a channel's id, or empty where cards wait instead."""

    office: Office
    rooms: Rooms
    fallback: str = ""

    def instead_of(self, channel: str) -> str:
        """Where to post what belongs into a channel: there, by the id that it has now, unless it
        is shared and the fallback is not."""
        with self.office.store.reading() as work:
            channel = called_now(work, channel)
        return self.fallback if self.leads_from(channel) else channel

    def leads_from(self, channel: str) -> bool:
        """Is there a way out of this channel, and a reason to take it?"""
        if not self.fallback or self.rooms.look(channel) is not Room.SHARED:
            return False
        return self.rooms.look(self.fallback) is Room.OURS
