"""A digest by mail, over a real mail server: with all that it shows, once, and told where not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from email.message import EmailMessage

from core.domain.digests import SlotState
from core.domain.events import DigestMailed, DigestNotMailed, DigestOutstanding, Route
from core.ports.engine import Job
from core.recording import note
from core.usecases import choosing, digest_mailing, schedules
from core.usecases.digest_alarms import ALARM_MAIL
from sandbox.stories.driver import ALERTS, GENERAL
from tests.handlers.test_digest_delivery import SLOT, comes, posted, scheduled, set_channel, state
from tests.office import MONDAY
from tests.world import ADMINISTRATOR, World

ADA, BEN = "ada@rheinland.example", "ben@rheinland.example"
PNG = b"\x89PNG\r\n\x1a\n"
NAMED = f"{ADA}, 1:{BEN}, 2:else@rheinland.example"


@contextmanager
def mailed(world: World, **settings: str) -> Iterator[str]:
    """A digest that is mailed; its id."""
    world.installation.stop_desk()
    world.installation.more |= {"DIGEST_MAIL": NAMED} | settings
    world.installation.start_desk()
    yield scheduled(world)


def letters(world: World) -> list[EmailMessage]:
    found = world.installation.sandbox.mailbox.letters()
    return [
        message_from_string(one.source, _class=EmailMessage, policy=policy.SMTP)
        for one in found
        if "digest" in one.message()["Message-ID"]
    ]


def told(world: World, kind: type[DigestMailed] | type[DigestNotMailed]) -> list[str]:
    found = world.ask(lambda work: work.events.since(kind, MONDAY))
    return [getattr(one.event, "why", "") for one in found]


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_those_whom_the_settings_name_are_mailed_once_all_that_it_shows(world: World) -> None:
    with mailed(world) as made:
        assert comes(world, made) is SlotState.POSTED
        (letter,) = letters(world)
        (found,) = world.installation.sandbox.mailbox.letters()
        assert found.recipients == (ADA, BEN)
        assert "More than 60 days late" in letter["Subject"]
        for said in (body(letter, "plain"), body(letter, "html")):
            assert "OVERDUE" in said and "Contoso" in said and "overdue by age" in said
            assert "<http" not in said and "*OVERDUE*" not in said and "`" not in said
        pictures = [p for p in letter.walk() if p.get_content_type() == "image/png"]
        assert pictures and all(p.get_content().startswith(PNG) for p in pictures)
        named = {str(p["Content-ID"]).strip("<>") for p in pictures}
        html = body(letter, "html")
        assert all(f'src="cid:{name}"' in html for name in named) and 'alt="' in html
        (sheet,) = letter.iter_attachments()
        assert str(sheet.get_filename()).endswith(".csv")
        assert len(told(world, DigestMailed)) == 1


def test_where_slack_takes_none_it_is_mailed_and_what_is_asked_for_is_not(world: World) -> None:
    with mailed(world) as made:
        set_channel(world, is_archived=True)
        assert comes(world, made) is SlotState.FAILED
        assert (len(letters(world)), posted(world)) == (1, [])
        schedules.run_now("1", world.account(ADMINISTRATOR), office=world.office)
        world.settled()
        assert len(letters(world)) == 1


def test_an_address_that_is_refused_is_told_in_the_channel(world: World) -> None:
    with mailed(world) as made:
        world.installation.sandbox.mailbox.bounce(BEN, "refused")
        assert comes(world, made) is SlotState.POSTED
        assert letters(world) == []
        assert told(world, DigestNotMailed) == ["550"]
        alert = world.driver.wait_for_message(ALERTS, "was not mailed", "refused it with 550")
        assert BEN not in str(alert)


def test_one_that_may_have_left_is_not_sent_again(world: World) -> None:
    """The process died between the note and the answer."""
    with mailed(world) as made:
        world.installation.ledger.engine.stop()
        world.move_clock("2026-10-13T07:00:00Z")
        world.until(lambda: state(world, made) is SlotState.QUEUED)
        posting = world.ask(lambda work: work.schedules.posting(made, SLOT))
        assert digest_mailing.begin(posting, office=world.office)
        world.installation.stop_desk()
        world.installation.start_desk()
        world.settled()
        assert letters(world) == []
        assert told(world, DigestNotMailed) == ["unsure"]
        world.driver.wait_for_message(ALERTS, "did not say whether it took it")


def test_an_alarm_that_slack_did_not_take_is_mailed_to_administrators(world: World) -> None:
    with mailed(world, ADMINISTRATOR_MAIL=BEN) as made:
        event = DigestOutstanding(schedule_id=made, number=1, slot=SLOT, minutes=16)
        with world.office.store() as work:
            seq = note(work, event, world.office.stamp(world.office.clock(), "", Route.AUTOMATION))
            work.jobs.enqueue(Job(ALARM_MAIL, f"{ALARM_MAIL}:{seq}", {"seq": seq}))
            work.commit()
        world.settled()
        (found,) = world.installation.sandbox.mailbox.letters(to=BEN)
        said = found.listed()
        assert said["subject"] == "Digest 1 did not go out"
        assert "Tue 13 Oct, 09:00 had not gone out 16 minutes after its time" in said["text"]


def test_the_letter_is_in_the_language_of_the_channel(world: World) -> None:
    with mailed(world) as made:
        choosing.choose_language(GENERAL, "ko", world.account(ADMINISTRATOR), office=world.office)
        assert comes(world, made) is SlotState.POSTED
        (letter,) = letters(world)
        assert letter["Content-Language"] == "ko"
        html = body(letter, "html")
        assert '<html lang="ko">' in html and "요약 보고 1번" in html
