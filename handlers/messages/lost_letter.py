"""What administrators are written where Slack cannot tell them: that it is lost, or that a digest
did not go out."""

from __future__ import annotations

from core.domain.events import DigestOutstanding
from core.ports.letters import Note
from handlers.messages.slots import slot_of
from handlers.messages.text import N_, Words

LOST = {
    "uninstalled": N_("The app was taken out of the Slack workspace."),
    "revoked": N_("The app's token for Slack was revoked."),
    "refused": N_("Slack says that the app's token is void."),
}


def lost_letter(why: str, words: Words) -> Note:
    """Plain text. It names no customer: mail is read by more people than Slack."""
    said = (
        words(LOST[why]),
        words("Everything is frozen: nothing is sent to Partner Center."),
        words(
            "If somebody meant it, stop the desk. If nobody did, find out who did it before you "
            "put it back: whoever holds the token can speak as the app."
        ),
        words(
            "To go on: install the app again in the same workspace, write the new token into "
            "SLACK_BOT_TOKEN, start the desk, and have two people lift the freeze in Slack."
        ),
        words(
            "Until then `python -m bot plans` shows what is open, and `python -m bot decide` "
            "denies what should not happen."
        ),
    )
    return Note(words("Goodstanding is frozen: Slack is lost"), "\n\n".join(said) + "\n")


def alarm_letter(event: DigestOutstanding, words: Words) -> Note:
    """It names no customer, either."""
    slot = slot_of(event.slot, words)
    said = (
        words.many(
            "Digest {number} of {slot} had not gone out {count} minute after its time.",
            "Digest {number} of {slot} had not gone out {count} minutes after its time.",
            event.minutes,
            number=event.number,
            slot=slot,
        ),
        words("Slack did not take this message in the alerts channel, so you read it here."),
        words("`python -m bot doctor` may say why. What waits goes out by itself afterwards."),
    )
    subject = words("Digest {number} did not go out", number=event.number)
    return Note(subject, "\n\n".join(said) + "\n")
