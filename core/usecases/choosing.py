"""What a channel chooses for its digest, with the names behind it, and a channel's language."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.digest_choices import Choices
from core.domain.digest_options import LANGUAGE, OFF, OWNER, Options, read_options
from core.domain.errors import BadInput
from core.domain.events import ChannelLanguageChosen, Route, Stamp
from core.domain.languages import Language, read_language
from core.domain.people import AccountKey, Role
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint_open
from core.usecases.finding import person_with

MAY_CHOOSE = frozenset({Role.APPROVER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Chosen:
    """`owner` is a name; `language` that of the channel, None where nobody chose one."""

    choices: Choices
    owner: str = ""
    language: Language | None = None


def chosen_of(work: Work, choices: Choices, channel: str) -> Chosen:
    owner = work.people.get(choices.only.owner).name if choices.only.owner else ""
    return Chosen(choices, owner, work.channel_languages.of(channel))


def chosen_in(
    work: Work,
    options: Options,
    before: Choices,
    channel: str,
    account: AccountKey,
    *,
    office: Office,
) -> Chosen:
    """What was written down, in the place of what was chosen before. An owner is named by a Slack
    user id of the same team as the account. Raises BadInput."""
    owner = _owner_in(work, options, account)
    year = office.today(office.clock()).year
    choices = read_options({**options, **owner}, before, year)
    _check_accounts(choices, office)
    chosen = chosen_of(work, choices, channel)
    if LANGUAGE not in options:
        return chosen
    return Chosen(choices, chosen.owner, _language(options[LANGUAGE]))


def _owner_in(work: Work, options: Options, account: AccountKey) -> Options:
    user = options.get(OWNER, OFF)
    if user in ("", OFF):
        return {}
    person = work.people.by_account(AccountKey(account.team_id, user))
    if person is None:
        raise BadInput(problem="{text} is nobody that the desk knows", text=user, usage="owner=@me")
    return {OWNER: person.person_id}


def _check_accounts(choices: Choices, office: Office) -> None:
    known = sorted(office.partners)
    for name in choices.only.accounts:
        if known and name not in known:
            raise BadInput(problem="{text} is none of {known}", text=name, known=known)


def _language(text: str) -> Language | None:
    return None if text.lower() in ("", OFF) else read_language(text)


def choose_language(
    channel: str, text: str, account: AccountKey, *, office: Office
) -> Language | None:
    """`ko`; `off` is the desk's. Raises NoRole, NotEligible, then BadInput."""
    with office.store() as work:
        person = person_with(work, account, MAY_CHOOSE)
        if not channel:
            raise BadInput(problem="a channel is needed")
        language = _language(text)
        speak(work, channel, language, office.stamp(office.clock(), person.person_id, Route.SLACK))
        work.commit()
    return language


def speak(work: Work, channel: str, language: Language | None, stamp: Stamp) -> None:
    """From now on. Cards that are open there are drawn anew."""
    if work.channel_languages.of(channel) is language:
        return
    work.channel_languages.put(channel, language)
    event = ChannelLanguageChosen(channel=channel, language=language.value if language else "")
    seq = record(work, event, stamp)
    repaint_open(work, f"language:{seq}")
