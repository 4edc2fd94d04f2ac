"""Words for who an account in the books may be: reasons, how sure they are, and who pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.domain.mapping import Reason, Strength, Suggestion
from core.domain.mapping_errors import (
    AmbiguousLedgerAccount,
    MappingUnchanged,
    UnknownLedgerAccount,
)
from core.usecases.payers import Payer
from handlers.messages.exposure_lines import amounts
from handlers.messages.text import N_, Words

STRENGTHS: Mapping[Strength, str] = {
    Strength.SURE: N_("Sure"),
    Strength.LIKELY: N_("Likely"),
    Strength.MAYBE: N_("Perhaps"),
    Strength.CANDIDATE: N_("One of several"),
}
REASONS: Mapping[Reason, str] = {
    Reason.TENANT_ID: N_("the books name its tenant id"),
    Reason.REGISTRATION: N_("same registration number"),
    Reason.MAIL_DOMAIN: N_("bills go to its mail domain"),
    Reason.SAME_NAME: N_("same name"),
    Reason.ALIKE_NAME: N_("much the same name"),
    Reason.ALIKE_DOMAIN: N_("bills go to a domain called like its own"),
    Reason.SHARED_DOMAIN: N_("bills go to a mail domain that several customers have"),
    Reason.OTHER_COUNTRY: N_("but bills go to another country"),
}
REFUSALS = {
    UnknownLedgerAccount: N_(
        "No account in the books is called “{text}”. Try its number there, or a part of its name."
    ),
    AmbiguousLedgerAccount: N_(
        "“{text}” fits several accounts: {accounts}. Please give one number, as in erp/10001."
    ),
    MappingUnchanged: N_("“{name}” is that already, so nothing was changed."),
}


def why(one: Suggestion, words: Words) -> str:
    """How sure it is, and what for: `Likely: same name`."""
    reasons = words.listed(words(REASONS[reason]) for reason in one.reasons)
    strength = words(STRENGTHS[one.strength])
    return words("{what}: {said}", what=strength, said=reasons) if reasons else strength


def payer_lines(payers: Sequence[Payer], words: Words) -> list[str]:
    """A debt of another account's, which says nothing about this customer's services."""
    return [_payer(one, words) for one in payers]


def _payer(one: Payer, words: Words) -> str:
    facts: dict[str, object] = {
        "ref": one.pays_for.customer_ref,
        "payer": one.name,
        "payer_ref": one.customer_ref,
    }
    if one.overdue is None:
        return words(
            "{payer} ({payer_ref}) pays for {ref}; nobody has confirmed who that is.", **facts
        )
    if not any(one.overdue.values()):
        return words("{payer} ({payer_ref}) pays for {ref}, and is late with nothing.", **facts)
    return words(
        "{payer} ({payer_ref}) pays for {ref}, and is late there with {amounts}. That suspends "
        "nothing here.",
        amounts=amounts(one.overdue, words),
        **facts,
    )
