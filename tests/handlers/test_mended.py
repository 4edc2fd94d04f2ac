"""Where what is wrong is said in a form, so that nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from core.domain import agreement_errors, credit_errors, errors, notice_errors
from core.domain.agreement_errors import Unfit
from core.domain.credit import Fault, Lack
from core.domain.errors import Refusal
from handlers.mended import mended_in

HOLD = ("kind", "until", "voter", "note")
DISPUTE = ("document", "amount", "until", "note")
CREDIT = ("currency", "limit", "terms", "days", "valid_until", "review_on", "reason", "when")
CHECK = ("kind", "on", "given_by", "note", "link", "amount")
DELIVERY = ("means", "day", "evidence")
CONTACT = ("address", "kind", "language", "name")
WHYS: tuple[Unfit | Fault | Lack, ...] = (*Unfit, *Fault, *Lack)
FORMS: Mapping[type, Sequence[tuple[type[Refusal], tuple[str, ...]]]] = {
    Unfit: (
        (agreement_errors.HoldUnfit, HOLD),
        (agreement_errors.DisputeUnfit, DISPUTE),
        (agreement_errors.PromiseUnfit, ("terms", "note")),
    ),
    Fault: ((credit_errors.CreditUnfit, CREDIT),),
    Lack: ((credit_errors.CheckUnfit, CHECK),),
}


def called(one: object) -> str:
    if not isinstance(one, Refusal):
        return ""
    why = one.facts.get("why")
    return f"{type(one).__name__}-{getattr(why, 'name', '')}"


@pytest.mark.parametrize(
    ("inputs", "refusal", "place"),
    [
        (HOLD, agreement_errors.HoldUnfit(why=Unfit.TOO_FAR), "until"),
        (HOLD, agreement_errors.HoldUnfit(why=Unfit.VOTER_MISSING), "voter"),
        (HOLD, agreement_errors.HoldUnfit(why=Unfit.VOTER_WITHOUT_VOTE), "voter"),
        (HOLD, agreement_errors.SaidPaidBefore(customer="Contoso"), "kind"),
        (DISPUTE, agreement_errors.DisputeUnfit(why=Unfit.TOO_MUCH), "amount"),
        (DISPUTE, agreement_errors.DisputeUnfit(why=Unfit.PAST), "until"),
        (("terms", "note"), agreement_errors.PromiseUnfit(why=Unfit.TOO_MUCH), "terms"),
        (CREDIT, errors.BadAmount(text="lots"), "limit"),
        (CREDIT, credit_errors.CreditUnfit(why=Fault.NET_DAYS), "days"),
        (CREDIT, credit_errors.CreditUnfit(why=Fault.TOO_LONG), "valid_until"),
        (CREDIT, credit_errors.CreditUnfit(why=Fault.REVIEW), "review_on"),
        (CREDIT, errors.ReasonMissing(), "reason"),
        (CHECK, credit_errors.CheckUnfit(why=Lack.LINK), "link"),
        (CHECK, credit_errors.CheckUnfit(why=Lack.FUTURE), "on"),
        (CHECK, credit_errors.NotACurrency(text="500"), "amount"),
        (("why",), errors.ReasonMissing(), "why"),
        (DELIVERY, notice_errors.NotADay(text="soon"), "day"),
        (DELIVERY, notice_errors.EvidenceMissing(), "evidence"),
        (CONTACT, notice_errors.BadAddress(text="contoso"), "address"),
    ],
    ids=called,
)
def test_it_is_said_where_it_can_be_mended(
    inputs: tuple[str, ...], refusal: Refusal, place: str
) -> None:
    assert mended_in(refusal, inputs) == place


@pytest.mark.parametrize("why", WHYS, ids=lambda why: f"{type(why).__name__}-{why.name}")
def test_everything_unfit_has_its_place(why: Unfit | Fault | Lack) -> None:
    assert all(mended_in(kind(why=why), inputs) for kind, inputs in FORMS[type(why)])


def test_what_is_about_no_input_takes_the_place_of_the_form() -> None:
    assert mended_in(errors.NoRole(needed="agents"), HOLD) == ""
    assert mended_in(errors.BadAmount(text="x"), HOLD) == ""
