"""A channel is spoken to in the language that was chosen for it, else in the desk's."""

from __future__ import annotations

import pytest

from core.domain.languages import Language
from handlers.channel_words import ChannelWords
from tests.office import Desk


@pytest.mark.parametrize(
    ("usual", "channel", "said"),
    [
        (Language.ENGLISH, "C0KOREAN", "저장"),
        (Language.CHINESE, "C0KOREAN", "저장"),
        (Language.CHINESE, "C0ENGLISH", "Save"),
        (Language.CHINESE, "C0OTHER", "保存"),
        (Language.ENGLISH, "C0OTHER", "Save"),
    ],
    ids=["chosen", "chosen_over_usual", "chosen_english", "usual_chinese", "usual_english"],
)
def test_the_language_of_a_channel_goes_before_that_of_the_desk(
    desk: Desk, usual: Language, channel: str, said: str
) -> None:
    with desk.store() as work:
        work.channel_languages.put("C0KOREAN", Language.KOREAN)
        work.channel_languages.put("C0ENGLISH", Language.ENGLISH)
        work.commit()
    assert ChannelWords(desk.office, usual, "Europe/Berlin").of(channel)("Save") == said


def test_times_are_those_of_the_desk_or_of_a_digest(desk: Desk) -> None:
    language = ChannelWords(desk.office, Language.ENGLISH, "Europe/Berlin")
    assert language.of("C0OTHER").value(desk.now) == "Mon 12 Oct, 10:00"
    assert language.of("C0OTHER", "Asia/Seoul").value(desk.now) == "Mon 12 Oct, 17:00"
