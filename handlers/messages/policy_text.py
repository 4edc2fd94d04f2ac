"""The collections policy as a customer reads it: the steps, the days, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from core.domain.ladder import DueShift, Quiet, Rules, Segment, Stage, Texts
from core.domain.plans import Action
from core.domain.promises import MOST_AHEAD, MOST_PER_EPISODE
from core.domain.retention import DAYS, Kind
from handlers.messages.pages import Heading, Items, Page, Paragraph, Part, paragraphs
from handlers.messages.phrases import LOCALES, Phrases
from handlers.messages.policy_steps import step

TOPIC = "policy"
SHOWN_OF_VERSION = 8
# Hash, kind of service: what it is called in the texts.
LOSSES = (
    ("data.china", Kind.CHINA),
    ("data.new_commerce", Kind.NEW_COMMERCE),
    ("data.legacy", Kind.LEGACY),
    ("data.azure", Kind.AZURE),
    ("data.other", Kind.OTHER),
)


@dataclass(frozen=True, slots=True)
class Published:
    """A version of the policy for those to whom one segment applies, or for everybody else."""

    rules: Rules
    version: str
    segment: Segment | None = None

    def stages(self) -> tuple[Stage, ...]:
        return self.rules.ladder_of(self.segment).stages if self.segment else self.rules.stages

    def own(self, language: str) -> Texts:
        """What the partner says of himself; his name at least is the same in every language."""
        texts = self.rules.texts.get(language, Texts())
        names = (one.seller for one in (texts, *self.rules.texts.values()))
        seller = next(filter(None, names), "")
        return Texts(seller, texts.pay, texts.dispute, texts.help)


def policy_page(policy: Published, language: str) -> Page:
    say = Phrases(language, TOPIC)
    version = policy.version[:SHOWN_OF_VERSION]
    known = say("version", name=policy.rules.name, version=version)
    above = tuple(filter(None, (say.value(policy.own(language).seller), known)))
    return Page(language, say("title"), above, tuple(_parts(policy, say)))


def _parts(policy: Published, say: Phrases) -> Iterator[Part]:
    yield Paragraph(say("about"))
    yield from _steps(policy, say)
    yield from _access(policy, say)
    yield from _count(policy, say)
    yield from _you(policy, say)
    yield from _data(say)
    yield from _contact(policy, say)


def _steps(policy: Published, say: Phrases) -> Iterator[Part]:
    yield Heading(say("steps.title"))
    if policy.segment is not None:
        until = {"until": policy.segment.until} if policy.segment.until else {}
        yield Paragraph(say("group", segment=policy.segment.name, **until))
    stages = policy.stages()
    if not stages:
        yield Paragraph(say("steps.none"))
        return
    yield Items(tuple(step(stage, policy.rules.floors, say) for stage in stages), numbered=True)
    if policy.rules.floors:
        floors = say.listed(policy.rules.floors.values(), "or")
        yield Paragraph(say("steps.floors", floors=floors))


def _access(policy: Published, say: Phrases) -> Iterator[Part]:
    yield Heading(say("access.title"))
    if not any(stage.propose is Action.SUSPEND for stage in policy.stages()):
        yield Paragraph(say("access.never"))
        return
    timing = policy.rules.timing
    yield Paragraph(say("access.rule", start=_hour(timing.cut_from), end=_hour(timing.cut_until)))
    yield Paragraph(say("access.stops"))
    if policy.rules.keep:
        yield Paragraph(say("access.stays", services=say.listed(policy.rules.keep)))
    yield Paragraph(say("access.back"))


def _hour(hour: time) -> str:
    return f"{hour:%H:%M}"


def _count(policy: Published, say: Phrases) -> Iterator[Part]:
    timing = policy.rules.timing
    yield Heading(say("count.title"))
    said = [say("count.oldest")]
    if timing.due_shift is DueShift.NEXT_BUSINESS_DAY:
        said.append(say("count.shift"))
    for method, days in timing.grace_days.items():
        said.append(say("count.grace", method=_method(method, say), days=say.days(days)))
    said += (_quiet(one, say) for one in timing.quiet)
    yield Items(tuple(said))


def _method(method: str, say: Phrases) -> str:
    return say(f"count.{method}") if f"count.{method}" in say else method.replace("_", " ")


def _quiet(quiet: Quiet, say: Phrases) -> str:
    where = {"country": LOCALES[say.language].territories.get(quiet.country, quiet.country)}
    named = where if quiet.country else {}
    return say("count.quiet", since=quiet.since, until=quiet.until, **named)


def _you(policy: Published, say: Phrases) -> Iterator[Part]:
    yield Heading(say("you.title"))
    dispute = policy.own(say.language).dispute or say("you.dispute")
    promise = say.many(
        "you.promise", MOST_PER_EPISODE, n=MOST_PER_EPISODE, days=say.days(MOST_AHEAD.days)
    )
    yield Items((" ".join(dispute.split()), promise, say("you.hardship"), say("you.returned")))


def _data(say: Phrases) -> Iterator[Part]:
    yield Heading(say("data.title"))
    yield Paragraph(say("data.about"))
    yield Items(tuple(_loss(name, kind, say) for name, kind in LOSSES))


def _loss(name: str, kind: Kind, say: Phrases) -> str:
    return say(name, days=say.days(DAYS[kind])) if kind in DAYS else say(name)


def _contact(policy: Published, say: Phrases) -> Iterator[Part]:
    own = policy.own(say.language)
    yield Heading(say("contact.pay"))
    yield from paragraphs(own.pay or say("contact.pay_default"))
    yield Heading(say("contact.help"))
    yield from paragraphs(own.help or say("contact.help_default"))
