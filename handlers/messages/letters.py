"""Letters to customers: the frame that no letter lacks, and in it the words of the notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from core.domain.ladder import LetterText, Texts
from core.domain.letter_lint import lint, lint_texts
from core.domain.letters import (
    DisputeAnswered,
    LetterFacts,
    PaymentReturned,
    PromiseRecorded,
    Unwritable,
    Written,
    printed,
)
from handlers.messages.filling import Unfillable, fill
from handlers.messages.letter_parts import access, help_lines, instalments, statement
from handlers.messages.letter_samples import sample
from handlers.messages.pages import Page, Paragraph, Part, paragraphs
from handlers.messages.phrases import Phrases

TOPIC = "letters"


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes letters in the partner's words where a policy has some, else in ours."""

    def write(self, facts: LetterFacts, language: str) -> Written:
        """Raises Unwritable: nothing leaves this function that may not be sent."""
        if facts.is_notice() and not facts.chased():
            raise Unwritable([f"{facts.name}: nothing is owed"])
        written = compose(facts, language)
        if findings := lint(written, facts):
            raise Unwritable([str(one) for one in findings])
        return written

    def version(
        self, name: str, language: str, texts: Mapping[str, Texts], *, below: bool = False
    ) -> str:
        """Of a sample, in which everything that may ever be said stands."""
        written = compose(sample(name, texts, below=below), language)
        return sha256(f"{written.subject}\n{written.text}".encode()).hexdigest()

    def problems(self, texts: Mapping[str, Texts]) -> list[str]:
        """What is wrong with the partner's own words, each with its path: every letter of theirs is
        written once from a sample."""
        found = [str(one) for one in lint_texts(texts)]
        # Read already, and not to be found in every letter again.
        bare = {one: Texts(own.seller, letters=own.letters) for one, own in texts.items()}
        for language, own in bare.items():
            for name in own.letters:
                found += self._tried(name, language, bare)
        return found

    def _tried(self, name: str, language: str, texts: Mapping[str, Texts]) -> Iterator[str]:
        try:
            self.write(sample(name, texts), language)
        except Unwritable as error:
            yield from (f"texts.{language}.letters.{name}: {one}" for one in error.problems)


def compose(facts: LetterFacts, language: str) -> Written:
    """The letter as it comes, whatever it says. Raises Unwritable where it cannot be filled."""
    say, own = Phrases(language, TOPIC), facts.own(language)
    text = _words(facts.name, own, say)
    try:
        values = say.spoken(_values(facts, say) | {"seller": own.seller})
        subject = " ".join(fill(text.subject, values).split())
        body = fill(text.body, values)
    except Unfillable as error:
        raise Unwritable([f"{facts.name}: {error}"]) from None
    page = Page(language, subject, _above(facts, own, say), tuple(_parts(facts, body, say)))
    return Written(language, subject, page.as_text(), page.as_html())


def _words(name: str, own: Texts, say: Phrases) -> LetterText:
    if name in own.letters:
        return own.letters[name]
    if f"letters.{name}.body" not in say:
        raise Unwritable(
            [f"no words for {name}; texts.{say.language}.letters.{name} may hold some"]
        )
    return LetterText(say.raw(f"letters.{name}.subject"), say.raw(f"letters.{name}.body"))


def _above(facts: LetterFacts, own: Texts, say: Phrases) -> tuple[str, ...]:
    reference = say("frame.reference", reference=facts.reference)
    return (printed(own.seller), say.value(facts.on), reference)


def _parts(facts: LetterFacts, body: str, say: Phrases) -> Iterator[Part]:
    yield Paragraph(say("frame.greeting", customer=facts.customer))
    yield from paragraphs(body)
    yield from instalments(facts, say)
    yield from access(facts, say)
    yield from statement(facts, say)
    yield from help_lines(facts, say)
    yield Paragraph(say("frame.quote", reference=facts.reference))
    yield Paragraph(f"{say('frame.closing')}\n{printed(facts.own(say.language).seller)}")


def _values(facts: LetterFacts, say: Phrases) -> dict[str, object]:
    """What a text may name. What there is nothing to say of is not defined."""
    values: dict[str, object] = {
        "customer": facts.customer,
        "reference": facts.reference,
        "today": facts.on,
        "documents": len(facts.residuals),
    }
    for name, sums in (("overdue", facts.overdue_sums()), ("due", facts.due_sums())):
        if sums:
            values[name] = say.listed(sums)
    return values | _of_documents(facts, say) | _of_access(facts) | _of_occasion(facts)


def _of_documents(facts: LetterFacts, say: Phrases) -> dict[str, object]:
    values: dict[str, object] = {}
    late = sorted(facts.late(), key=lambda one: (one.due, one.number))
    if late:
        values |= {"oldest": late[0].number, "oldest_due": late[0].due}
        values["days_late"] = say.days(late[0].days_late(facts.on))
    coming = [one.due for one in facts.residuals if one.due >= facts.on]
    return values | ({"next_due": min(coming)} if coming else {})


def _of_access(facts: LetterFacts) -> dict[str, object]:
    """A day that comes with a condition is left to the frame, which says both."""
    values: dict[str, object] = {}
    if facts.access_from is not None and not facts.access_above:
        values["access_from"] = facts.access_from
    known = [one.data_from for one in facts.services if one.holds_data and one.data_from]
    return values | ({"data_from": min(known)} if known else {})


def _of_occasion(facts: LetterFacts) -> dict[str, object]:
    match facts.occasion:
        case PromiseRecorded(amount, by):
            return {"promise_amount": amount, "promise_by": by}
        case DisputeAnswered(number, amount, accepted, lapsed):
            said = {"dispute_number": number, "dispute_amount": amount}
            return {**said, "dispute_accepted": accepted, "dispute_lapsed": lapsed}
        case PaymentReturned(number, amount, on):
            return {"returned_number": number, "returned_amount": amount, "returned_on": on}
    return {}
