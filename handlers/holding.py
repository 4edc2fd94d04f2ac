"""Holds and write-offs as they are typed: for one customer by a form, for many by a preview."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from core.domain.errors import BadInput
from core.domain.holds import HoldKind
from core.ports.records import Button
from core.usecases import hold_scopes, holds, write_offs
from handlers.messages.agreement_answers import preview_card
from handlers.messages.agreement_forms import hold_form, write_off_form
from handlers.messages.blocks import Message
from handlers.messages.refusals import NOBODY_NAMED
from handlers.request import Services, Typed

OPTION = re.compile(r"--(country|tag|until|kind)[ =](\S+)\s*")
HOLD_USAGE = "hold --country DE --until 2026-12-31 the floods"
WRITE_OFF_USAGE = "write-off contoso"


def hold(rest: str, typed: Typed, services: Services) -> Message | None:
    """`contoso` opens the form; with `--country` or `--tag` it shows first whom it would touch."""
    if "--" in rest:
        return _for_many(rest, typed, services)
    if not rest:
        raise BadInput(problem=NOBODY_NAMED, usage="/collections hold contoso")
    offer = holds.offer(rest, typed.account, office=services.office)
    token = services.mint(Button("customer", str(offer.customer.key)))
    services.open_view(typed.trigger_id, hold_form(offer, token, services.words(typed.account)))
    return None


def _for_many(rest: str, typed: Typed, services: Services) -> Message:
    given = dict(OPTION.findall(rest))
    wish = holds.Wish(_kind(given), " ".join(OPTION.sub("", rest).split()), _until(given))
    scope = hold_scopes.Scope(given.get("country", "").upper(), given.get("tag", ""))
    if bool(scope.country) == bool(scope.tag):
        raise BadInput(problem="one of --country and --tag is needed")
    found = hold_scopes.preview(wish, scope, typed.account, office=services.office)
    until = wish.until.isoformat() if wish.until else ""
    keys = (str(one.key) for one in found.customers)
    subject = "\n".join((wish.kind.value, until, found.scope, wish.reason, *keys))
    token = services.mint(Button("holds", subject))
    return preview_card(found, token, services.words(typed.account))


def _kind(given: Mapping[str, str]) -> HoldKind:
    """What many are left alone for is nobody's own trouble, unless it is said."""
    kind = given.get("kind", HoldKind.ENFORCEMENT_OFF.value).replace("-", "_")
    if kind not in list(HoldKind):
        known = [one.value.replace("_", "-") for one in HoldKind]
        raise BadInput(problem="--kind is one of {known}", known=known)
    return HoldKind(kind)


def _until(given: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(given["until"]) if "until" in given else None
    except ValueError:
        raise BadInput(problem="{text} is no day", text=given["until"]) from None


def write_off(rest: str, typed: Typed, services: Services) -> None:
    offer = write_offs.offer(rest, typed.account, office=services.office)
    token = services.mint(Button("customer", str(offer.customer.key)))
    form = write_off_form(offer, token, services.words(typed.account))
    services.open_view(typed.trigger_id, form)
