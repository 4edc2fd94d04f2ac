"""The note on habits, sent to administrators alone."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.engine import Delivery
from core.ports.records import Posted
from core.usecases import habits
from handlers.messages.habit_lines import habit_note
from handlers.request import Services
from handlers.say import Say


@dataclass(frozen=True, slots=True)
class HabitNotes:
    """The handler of the job `habits`, which may run again."""

    services: Services
    say: Say

    def send(self, delivery: Delivery) -> None:
        office = self.services.office
        note = habits.note(office=office)
        if note is None or not note.says():
            return
        for account in (one for reader in note.readers for one in reader.accounts):
            key = f"habits:{delivery.payload['week']}:{account.user_id}"
            with office.store.reading() as work:
                told = work.posts.get(key) is not None
            if told:
                continue
            message = habit_note(note, self.services.words(account))
            ts = self.say.post(account.user_id, message)
            with office.store() as work:
                work.posts.put(Posted(key, account.user_id, ts))
                work.commit()
