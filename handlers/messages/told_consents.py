"""What is told of the consents on which App+User calls rest."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Safe, Words


def _command(account: str, words: Words) -> Safe:
    return Safe(f"`python -m bot login --account {words.value(account)}`")


def _consent_given(event: events.ConsentGiven, scene: Scene, words: Words) -> str:
    return words(
        "Somebody signed in for account {account}: service requests can be read and written.",
        account=event.account,
    )


def _consent_lapsing(event: events.ConsentLapsing, scene: Scene, words: Words) -> str:
    return words(
        "Nobody has used the sign-in for account {account} for long; it is lost on {until}. "
        "Please sign in anew: {command}.",
        account=event.account,
        until=event.until,
        command=_command(event.account, words),
    )


def _consent_refused(event: events.ConsentRefused, scene: Scene, words: Words) -> str:
    return words(
        "The sign-in for account {account} is not taken any more: {why} Service requests wait "
        "until somebody signs in anew: {command}.",
        account=event.account,
        why=event.why,
        command=_command(event.account, words),
    )


def _resealed(event: events.SecretsResealed, scene: Scene, words: Words) -> str:
    return words.many(
        "{who} had {count} secret sealed with the master key {version}.",
        "{who} had {count} secrets sealed with the master key {version}.",
        event.secrets,
        who=scene.actor(words),
        version=Safe(f"`{event.version}`"),
    )


TELLERS: Tellers = {
    events.ConsentGiven: _consent_given,
    events.SecretsResealed: _resealed,
    events.ConsentLapsing: _consent_lapsing,
    events.ConsentRefused: _consent_refused,
}
