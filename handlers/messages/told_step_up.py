"""What is told of second factors, of whose an account is, and of who answers for a customer."""

from __future__ import annotations

from core.domain import events
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import Words


def _enrolled(event: events.FactorEnrolled, scene: Scene, words: Words) -> str:
    return words(
        "{who} enrolled a second factor of {person}. It counts for nothing yet.",
        who=scene.actor(words),
        person=scene.named([event.person], words),
    )


def _confirmed(event: events.FactorConfirmed, scene: Scene, words: Words) -> str:
    return words(
        "{who} confirmed the second factor of {person}. It counts once {person} has typed a code.",
        who=scene.actor(words),
        person=scene.named([event.person], words),
    )


def _proved(event: events.FactorProved, scene: Scene, words: Words) -> str:
    person = scene.named([event.person], words)
    return words("{person} has typed the first code: the second factor counts now.", person=person)


def _revoked(event: events.FactorRevoked, scene: Scene, words: Words) -> str:
    return words(
        "{who} revoked the second factor of {person}. Its codes are good for nothing any more.",
        who=scene.actor(words),
        person=scene.named([event.person], words),
    )


def _locked(event: events.FactorLocked, scene: Scene, words: Words) -> str:
    return words(
        "Five wrong codes in a row were typed for {person}, in Slack or at the terminal: none is "
        "taken before {until} {place}. If that was somebody else, end the sessions of that account "
        "in Slack and revoke the factor: {command}.",
        person=scene.named([event.person], words),
        until=event.until or words("later"),
        place=words.place,
        command="python -m bot stepup revoke",
    )


def _accepted(event: events.CodeAccepted, scene: Scene, words: Words) -> str:
    return words("A code of {person} was right.", person=scene.named([event.person], words))


def _refused(event: events.CodeRefused, scene: Scene, words: Words) -> str:
    return words(
        "A code of {person} proved nothing: {why}.",
        person=scene.named([event.person], words),
        why=event.why,
    )


def _named(event: events.OwnerNamed, scene: Scene, words: Words) -> str:
    return words(
        "{who} noted that {person} is the account manager of {customer}, and so decides on no "
        "plan about it.",
        who=scene.actor(words),
        person=scene.named([event.person], words),
        customer=scene.customer,
    )


def _taken_off(event: events.OwnerTakenOff, scene: Scene, words: Words) -> str:
    return words(
        "{who} noted that {person} is no longer the account manager of {customer}, and may decide "
        "on plans about it again.",
        who=scene.actor(words),
        person=scene.named([event.person], words),
        customer=scene.customer,
    )


def _bound(event: events.AccountBound, scene: Scene, words: Words) -> str:
    if event.was:
        return words(
            "{account} is an account of {person}, and {was} is the same person: one vote from now "
            "on.",
            account=event.account,
            person=scene.named([event.person], words),
            was=scene.named([event.was], words),
        )
    return words(
        "{account} is one more account of {person}.",
        account=event.account,
        person=scene.named([event.person], words),
    )


def _freed(event: events.AccountFreed, scene: Scene, words: Words) -> str:
    return words(
        "{account} is no account of {person} any more; what was voted with it does not count.",
        account=event.account,
        person=scene.named([event.was], words),
    )


def _met(event: events.AccountMet, scene: Scene, words: Words) -> str:
    return words("{account} is a person of their own.", account=event.account)


def _noted(event: events.AccountsNoted, scene: Scene, words: Words) -> str:
    return words("It is on record whose each account is.")


TELLERS: Tellers = {
    events.AccountBound: _bound,
    events.AccountFreed: _freed,
    events.AccountMet: _met,
    events.AccountsNoted: _noted,
    events.FactorEnrolled: _enrolled,
    events.CodeAccepted: _accepted,
    events.CodeRefused: _refused,
    events.FactorConfirmed: _confirmed,
    events.FactorProved: _proved,
    events.FactorRevoked: _revoked,
    events.FactorLocked: _locked,
    events.OwnerNamed: _named,
    events.OwnerTakenOff: _taken_off,
}
