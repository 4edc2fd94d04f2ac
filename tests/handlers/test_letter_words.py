"""Letters as our own people read them: whose words they are is seen, and none does harm."""

from __future__ import annotations

from core.domain.notices import LetterState
from core.usecases.undelivered import Bounce, Undelivered
from handlers.messages.blocks import plain
from handlers.messages.letter_offers import with_bounce, with_contact, with_meanings, with_unclear
from handlers.messages.letter_view import letter_shown
from handlers.messages.letter_words import undelivered_lines
from handlers.messages.text import Words
from sandbox.stories.driver import offers, words_of
from tests.a_letter import a_draft, a_letter
from tests.builders import NOW

WORDS = Words("en-US", "Europe/Berlin")
EVIL = "<!channel> & *bold*"


def test_a_digest_says_whom_to_find_and_whom_to_read() -> None:
    bounced, perhaps = (
        (Bounce(EVIL, "final"), Bounce("Nordwind", "our own")),
        Bounce(EVIL, "formal"),
    )
    found = Undelivered(bounced, (EVIL,), (perhaps,))
    final, own, unclear, unread = undelivered_lines(found, WORDS)
    assert unclear.startswith("Letter perhaps sent: &lt;!channel&gt; &amp;")
    assert final.startswith("Letter bounced: &lt;!channel&gt; &amp;")
    assert final.endswith(", final notice: find a contact")
    assert own == "Letter bounced: Nordwind, notice “our own”: find a contact"
    assert unread.startswith("Reply unread: &lt;!channel&gt;")
    assert undelivered_lines(Undelivered(), WORDS) == []


def test_a_letter_is_shown_whole_and_harmless() -> None:
    draft = a_draft(subject=EVIL, text=f"{EVIL}\nsecond line")
    message = letter_shown(a_letter(draft, state=LetterState.BOUNCED, bounced_at=NOW), WORDS)
    shown = words_of({"text": message.text, "blocks": list(message.blocks)})
    assert "<!channel>" not in shown
    assert "Reminder* to rechnung@contoso.example: bounced" in shown
    assert "> second line" in shown
    assert "bounced Mon 12 Oct 2026, 10:00" in shown


def test_of_a_long_letter_the_beginning_is_shown() -> None:
    letter = a_letter(a_draft(text="one line of it\n" * 500))
    body = letter_shown(letter, WORDS).blocks[1]
    assert "> …" in str(body)


def test_every_news_has_its_buttons() -> None:
    for offering, wanted in (
        (with_meanings, ("reply_says_paid", "reply_dispute", "reply_promise", "reply_away")),
        (with_unclear, ("letter_arrived", "letter_again", "letter_record")),
        (with_contact, ("customer_contact",)),
        (with_bounce, ("letter_contact", "letter_record", "letter_show")),
    ):
        message = offering(plain("news"), "token", WORDS)
        shown = {"blocks": list(message.blocks)}
        assert all(offers(shown, action) for action in wanted)
