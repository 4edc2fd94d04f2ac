"""The whole list of a policy run as files, in the thread of the card that releases it."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.engine import Delivery, Later
from core.usecases.collecting_view import shown_run
from handlers.exports import NoScope, SlackFiles
from handlers.messages.blocks import plain
from handlers.messages.run_sheet import run_files
from handlers.notifier import Notifier
from handlers.request import Room

WAIT_A_MOMENT = 10.0


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The handler of the job `run_files`; once the card is posted, and only where our own people
    read."""

    notifier: Notifier
    files: SlackFiles

    def bring(self, delivery: Delivery) -> None:
        plan_id = str(delivery.payload["plan_id"])
        with self.notifier.office.store.reading() as work:
            posted, plan = work.posts.get(f"plan:{plan_id}"), work.plans.get(plan_id)
            run = shown_run(work, plan)
        if not plan.is_open():
            return
        if posted is None:
            raise Later(WAIT_A_MOMENT, "the card is not posted yet")
        if self.notifier.rooms.look(posted.channel) is not Room.OURS:
            raise Later(WAIT_A_MOMENT, "nobody knows who reads the channel")
        words = self.notifier.words_at(posted)
        said = words.many("All of it: {count} line.", "All of it: {count} lines.", len(run.lines))
        try:
            files = run_files(run, plan.hash, words)
            self.files.upload(posted.channel, files, said, posted.ts)
        except NoScope:
            missing = words(
                "The whole list cannot be uploaded here: the optional scope files:write was not "
                "granted."
            )
            self.notifier.say.post(posted.channel, plain(missing), posted.ts)
