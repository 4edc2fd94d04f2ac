"""Checkpoints of a desk that runs: by the clock, and once more before it stops."""

from __future__ import annotations

from core.usecases.freezing import freeze_from_terminal
from sandbox.stories.driver import wait
from storage.notes import NoteSigner, Verifier
from storage.sealing import read_master_key
from tests.installation import AUDITOR
from tests.world import World


def sizes(world: World) -> list[int]:
    """Of the checkpoints that came, each read with the public key."""
    signer = NoteSigner([read_master_key(world.installation.master_key)])
    key = Verifier.parse(signer.verifiers("goodstanding/T0PARTNER")[0])
    notes = [letter["text"].replace("\r\n", "\n") for letter in world.driver.letters(AUDITOR)]
    return [int(key.signed(note).splitlines()[1]) for note in notes]


def test_an_auditor_has_every_end_of_the_trail(world_with_codes: World) -> None:
    world = world_with_codes
    world.move_clock("2026-10-12T11:00:00+02:00")
    wait(lambda: sizes(world), "a checkpoint", lambda: "none")
    freeze_from_terminal("Because", office=world.office)
    world.move_clock("2026-10-12T11:20:00+02:00")
    wait(lambda: len(sizes(world)) > 1, "another one", lambda: sizes(world))
    world.settled()
    with world.office.store.reading() as work:
        last = work.events.head().size
    world.installation.stop_desk()
    first, *_, final = sizes(world)
    world.installation.start_desk()
    assert first < final and final >= last
