"""What is told of the policy run: stages, calls, what it cannot do, what waits for two people."""

from __future__ import annotations

from decimal import Decimal

from core.domain import events
from core.domain.money import Money
from handlers.messages.letter_words import language_name, letter_name
from handlers.messages.scene import Scene, Tellers
from handlers.messages.text import N_, Safe, Words

OVER = {
    "paid": N_("{customer} has paid. Nothing is chased any more."),
    "written_off": N_("{customer}: the debt was written off. Nothing is chased any more."),
    "disputed": N_("{customer}: all that was late is disputed. Nothing is chased until then."),
    "redated": N_("{customer}: what was late is due later now. Nothing is chased until then."),
    "reclassified": N_("{customer}: what was late no longer counts. Nothing is chased any more."),
    "vanished": N_("{customer}: what was late is gone from the books. Nothing is chased any more."),
    "below_floor": N_("{customer}: what is left is below the floor. Nothing is chased any more."),
}
CAUSES = {
    "first_books": N_(
        "These are the first books from {about}. No letter leaves and no plan is filed before two "
        "people release the list of what is due."
    ),
    "new_source": N_(
        "These are the first books from {about}. No letter leaves and no plan is filed, for any "
        "customer, before two people release the list of what is due."
    ),
    "hardened": N_(
        "The policy became harder (version {about}). No letter leaves and no plan is filed before "
        "two people release the list of what is due."
    ),
    "many": N_(
        "{about} customers would come to another stage within a day, which is more than the policy "
        "lets happen by itself. No letter leaves and no plan is filed before two people release "
        "the list of what is due. Look at the books first."
    ),
}
STOPPED = {
    "lapsed": N_(
        "{owner}: suspending {customer} was proposed twice, and nobody decided. It is not proposed "
        "again. Decide with `/suspend`, or agree on something with the customer."
    ),
    "reseller": N_(
        "{owner}: {customer} owes for what another company uses, so that suspending is not "
        "proposed. Please decide what to do."
    ),
    "unmapped": N_(
        "{owner}: {customer} stands in the books under a name that nobody confirmed, so that "
        "nothing is proposed. The list of names is in the alerts channel."
    ),
    "books": N_(
        "{owner}: the newest books of {customer} cannot be relied on; nothing is proposed."
    ),
    "calendar": N_(
        "{owner}: no calendar is known for {customer}, so that no hour for a cut is known either. "
        "Nothing is proposed."
    ),
    "caps": N_("{owner}: what is proposed for {customer} does not fit under the caps today."),
    "voter": N_(
        "{owner}: whoever answers for the policy has to vote on {customer}, and so cannot ask. "
        "Please ask with `/suspend`."
    ),
    "nobody": N_(
        "{customer} is at a stage that proposes a suspension, and there is nobody who answers for "
        "the policy."
    ),
}


def _owner(event: object, scene: Scene, words: Words) -> Safe:
    owner = str(getattr(event, "owner", ""))
    return scene.named([owner] if owner else [], words)


def _reached(event: events.StageReached, scene: Scene, words: Words) -> str:
    amount = Money(Decimal(event.overdue or 0), event.currency or "EUR")
    facts: dict[str, object] = {
        "customer": scene.customer,
        "after": event.after,
        "before": event.before,
        "amount": amount,
    }
    if event.milder:
        return words("{customer} is back at the stage “{after}” (before: “{before}”).", **facts)
    return words.many(
        "{customer} reached the stage “{after}”: {amount} overdue, {count} day.",
        "{customer} reached the stage “{after}”: {amount} overdue, {count} days.",
        event.days,
        **facts,
    )


def _begun(event: events.EpisodeBegun, scene: Scene, words: Words) -> str:
    return words(
        "{customer} is chased from now on, by policy {version}.",
        customer=scene.customer,
        version=event.version[:8],
    )


def _moved(event: events.EpisodeMoved, scene: Scene, words: Words) -> str:
    return words(
        "{who} lets {customer} go on by policy {after} (before: {before}).",
        who=scene.actor(words),
        customer=scene.customer,
        after=event.after[:8],
        before=event.before[:8],
    )


def _over(event: events.EpisodeOver, scene: Scene, words: Words) -> str:
    return words(OVER.get(event.why, OVER["below_floor"]), customer=scene.customer)


def _call(event: events.CallAsked, scene: Scene, words: Words) -> str:
    return words(
        "{owner}: please call {customer}, and write down here what was said.",
        owner=_owner(event, scene, words),
        customer=scene.customer,
    )


def _selling(event: events.SellingStopped, scene: Scene, words: Words) -> str:
    return words(
        "Nothing new is sold to {customer} until it has paid (stage “{stage}”). The desk cannot "
        "close a shop: please see to it that no order is taken.",
        customer=scene.customer,
        stage=event.stage,
    )


def _sold(event: events.SoldAnyway, scene: Scene, words: Words) -> str:
    return words.many(
        ":red_circle: {customer} bought {name}, {count} seat, although nothing is sold to it.",
        ":red_circle: {customer} bought {name}, {count} seats, although nothing is sold to it.",
        event.seats,
        customer=scene.customer,
        name=event.name,
    )


def _unaddressed(event: events.LetterUnaddressed, scene: Scene, words: Words) -> str:
    return words(
        "{owner}: the {letter} to {customer} is due, and there is nobody to write to. Please find "
        "a contact.",
        owner=_owner(event, scene, words),
        letter=Safe(letter_name(event.name, words)),
        customer=scene.customer,
    )


def _unwritten(event: events.LetterUnwritten, scene: Scene, words: Words) -> str:
    return words(
        "{owner}: the {letter} cannot be written in {language}, for {customer} and "
        "perhaps others: {problem}. Please amend `texts` in the policy.",
        owner=_owner(event, scene, words),
        letter=Safe(letter_name(event.name, words)),
        language=language_name(event.language, words),
        customer=scene.customer,
        problem=event.problem,
    )


def _asked_words(event: events.PreviewAsked, scene: Scene, words: Words) -> str:
    return words(
        "The {letter} in {language} waits to be read before the first one is sent.",
        letter=Safe(letter_name(event.notice, words)),
        language=language_name(event.language, words),
    )


def _released_words(event: events.PreviewReleased, scene: Scene, words: Words) -> str:
    return words(
        "{who} read the {letter} in {language}. It is sent from now on.",
        who=scene.actor(words),
        letter=Safe(letter_name(event.notice, words)),
        language=language_name(event.language, words),
    )


def _standstill(event: events.StandstillBegun, scene: Scene, words: Words) -> str:
    about = event.about[:8] if event.cause == "hardened" else event.about
    return words(CAUSES.get(event.cause, CAUSES["many"]), about=about)


def _released(event: events.RunReleased, scene: Scene, words: Words) -> str:
    return words.many(
        "Two people released the list of the policy run ({count} line). What is still due is done "
        "from now on.",
        "Two people released the list of the policy run ({count} lines). What is still due is done "
        "from now on.",
        event.lines,
    )


def _stopped(event: events.ProposalStopped, scene: Scene, words: Words) -> str:
    said = STOPPED.get(event.why, STOPPED["books"])
    return words(said, owner=_owner(event, scene, words), customer=scene.customer)


def _not_judged(event: events.NotJudged, scene: Scene, words: Words) -> str:
    if event.why == "no_floor":
        return words(
            "{customer} owes in {currency}, for which the policy has no floor. Nobody who owes in "
            "{currency} is judged: no letter leaves and nothing is proposed. Please add a floor.",
            customer=scene.customer,
            currency=event.currency,
        )
    return words(
        "{customer} could not be judged ({why}). Nothing is sent or proposed; see the log.",
        customer=scene.customer,
        why=event.why,
    )


TELLERS: Tellers = {
    events.EpisodeBegun: _begun,
    events.EpisodeMoved: _moved,
    events.PreviewAsked: _asked_words,
    events.StageReached: _reached,
    events.EpisodeOver: _over,
    events.CallAsked: _call,
    events.SellingStopped: _selling,
    events.SoldAnyway: _sold,
    events.LetterUnaddressed: _unaddressed,
    events.LetterUnwritten: _unwritten,
    events.PreviewReleased: _released_words,
    events.StandstillBegun: _standstill,
    events.RunReleased: _released,
    events.ProposalStopped: _stopped,
    events.NotJudged: _not_judged,
}
