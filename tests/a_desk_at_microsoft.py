"""Microsoft's service requests as a test wants them: it notes what arrived, and fails as told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from core.domain.customers import CustomerKey
from core.domain.tickets import Seen, SeenNote, Topic
from core.ports.outside import Answer, Missing, Outcome, Unreachable
from core.ports.tickets import Created, Gone, NotLoggedIn, Request

TOPICS = (Topic("32569851", "Billing & credit"), Topic("32569890", "Customer cannot sign in"))
DONE = Answer(Outcome.DONE)


@dataclass
class DeskAtMicrosoft:
    """`arrives`: what is not answered may have been taken all the same. `shows`: lists have it."""

    logged_in: bool = True
    gone: bool = False
    reachable: bool = True
    arrives: bool = True
    shows: bool = True
    answer: Answer = DONE
    requests: list[Request] = field(default_factory=list)
    taken: dict[str, Seen] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    asked: int = 0

    def topics(self, account: str) -> Sequence[Topic]:
        self._signed_in()
        self.asked += 1
        if self.gone:
            raise Gone(account)
        self._reached()
        return TOPICS

    def create(self, account: str, request: Request) -> Created:
        self._signed_in()
        self.requests.append(request)
        if self.gone:
            raise Gone(account)
        number = f"1{len(self.taken) + 1:014}"
        if self.answer.outcome is Outcome.DONE or (
            self.answer.outcome is Outcome.UNKNOWN and self.arrives
        ):
            self.taken[number] = Seen(number, request.title, "open")
        return Created(self.answer, number if self.answer.outcome is Outcome.DONE else "")

    def get(self, account: str, number: str) -> Seen:
        self._signed_in()
        self._reached()
        if number not in self.taken:
            raise Missing(number)
        return self.taken[number]

    def list(self, account: str, customer: CustomerKey | None = None) -> Iterable[Seen]:
        self._signed_in()
        self._reached()
        return list(self.taken.values()) if self.shows else []

    def note(
        self, account: str, number: str, text: str, *, request_id: str, correlation_id: str
    ) -> Answer:
        self._signed_in()
        self.said.append(text)
        if self.answer.outcome is Outcome.DONE or (
            self.answer.outcome is Outcome.UNKNOWN and self.arrives
        ):
            self.writes(number, text, by="Admin Agent")
        return self.answer

    def close(self, account: str, number: str, *, request_id: str, correlation_id: str) -> Answer:
        self._signed_in()
        self.said.append("closed")
        if self.answer.outcome is Outcome.DONE:
            self.taken[number] = replace(self.taken[number], status="closed")
        return self.answer

    def writes(self, number: str, text: str, *, by: str = "Zhang Wei", status: str = "") -> None:
        seen = self.taken[number]
        notes = (*seen.notes, SeenNote(text, by))
        self.taken[number] = replace(seen, notes=notes, status=status or seen.status)

    def _signed_in(self) -> None:
        if not self.logged_in:
            raise NotLoggedIn("main")

    def _reached(self) -> None:
        if not self.reachable:
            raise Unreachable("answered 503")
