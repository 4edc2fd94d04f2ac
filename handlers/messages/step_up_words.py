"""What is said of second factors and their codes when something is in the way."""

from __future__ import annotations

from core.domain import step_up_errors as errors
from core.domain.errors import Refusal
from handlers.messages.text import N_

REFUSALS: dict[type[Refusal], str] = {
    errors.NotEnrolled: N_(
        "This takes a code, and you have no second factor here. An administrator enrols you at the "
        "terminal, a second one confirms it, and you type one code. Nothing was counted."
    ),
    errors.NotConfirmed: N_(
        "This takes a code. Your second factor waits for a second administrator, who confirms it "
        "in the approvals channel. Nothing was counted."
    ),
    errors.NotProved: N_(
        "This takes a code. Your second factor is confirmed; type the first code where I asked you "
        "for it, in our direct messages, and come back. Nothing was counted."
    ),
    errors.AlreadyEnrolled: N_(
        "{user} has a second factor. Where it is lost, revoke it first: that works at once."
    ),
    errors.NothingEnrolled: N_("{user} has no second factor."),
    errors.NotAFactor: N_("That second factor does not wait for a code any more."),
    errors.CodeMissing: N_("Please type the six digits that your authenticator shows now."),
    errors.CodeWrong: N_(
        "That code was wrong, or was used before; nothing was counted. Please wait for the next "
        "one. Wrong codes that are left: {left}."
    ),
    errors.CodeLapsed: N_(
        "Your code waited for more than two minutes, so nothing was counted. Please try again."
    ),
    errors.CodesLocked: N_(
        "There were five wrong codes in a row, so none is taken before {until}. Nothing was "
        "counted. If that was not you, tell an administrator now: somebody may have your Slack."
    ),
    errors.CodesUnreadable: N_(
        "Your code could not be looked at: the desk has no master key, or another one. Nothing was "
        "counted; please tell an administrator."
    ),
    errors.DirectorySilent: N_(
        "Slack cannot be asked who you are, and what it said last is more than a day old. Nothing "
        "was counted. `freeze` works without Slack."
    ),
    errors.WrongCustomerPicked: N_(
        "That is the code of another customer, so nothing was counted. This plan is about "
        "{customer}: please read the code on its card again."
    ),
    errors.OwnsAccount: N_(
        "You are the account manager of this customer, so somebody else has to decide on it."
    ),
    errors.StandsIn: N_(
        "You stand in for the person who asked for this plan, so somebody else has to decide on it."
    ),
    errors.OwnFactor: N_("It is your own second factor, so another administrator confirms it."),
    errors.OwnAccount: N_("It is about an account of your own, so somebody else decides on it."),
    errors.AskedAsAnother: N_(
        "You asked for this plan by another account, so someone else must decide on it."
    ),
    errors.NoSecondAdministrator: N_(
        "Nobody is left to confirm a second factor of {user}: it takes an administrator who "
        "neither enrols it nor owns it. Add one with `roles propose --role administrators`."
    ),
    errors.TooFewEnrolled: N_(
        "Too few of those who vote have a second factor: {left}, and it takes {needed}. Enrol them "
        "first, whoever asks for a plan not counted."
    ),
    errors.OwnerUnchanged: N_("That is so already: {user}, {customer}."),
    errors.OwnOwnership: N_(
        "Nobody takes the own name off an account: another administrator has to do it."
    ),
}
