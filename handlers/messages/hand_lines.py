"""Steps that a person takes: what to do where, the form in which it is said to be done, and the
request that an indirect reseller sends to its provider."""

from __future__ import annotations

from core.domain.partners import Tier
from core.domain.plans import By, Step, StepState, Verb
from core.usecases.plan_view import PlanView
from handlers.messages.blocks import Block, Message, modal, section
from handlers.messages.inputs import Question, text_input
from handlers.messages.text import N_, Safe, Words

IN_THE_PORTAL = {
    Verb.SUSPEND: N_(
        "In the Azure portal, open the subscription {name} and choose *Cancel subscription*. The "
        "reason is not a compromise, so no program may do it."
    ),
    Verb.STOP_RENEWAL: N_(
        "In Partner Center, set {name} to *Cancel at the end of the term*. Switching auto-renew "
        "off is not enough: the service would go on at a higher price."
    ),
}
BY_THE_PROVIDER = N_("Send the request to {provider}; *Show Request* has it.")
# What a provider is asked for, in both languages of the trade: by verb, English and Chinese.
ASKED = {
    Verb.SUSPEND: ("Please suspend", "请暂停"),
    Verb.REACTIVATE: ("Please reactivate", "请恢复"),
    Verb.STOP_RENEWAL: ("Please stop the renewal of", "请停止续订"),
    Verb.CANCEL: ("Please cancel, inside its window,", "请在可取消期限内取消"),
    Verb.RESTORE: ("Please put back the renewal settings of", "请还原续订设置"),
}


def waiting_step(view: PlanView) -> Step | None:
    """The step that waits for a person now."""
    return next(
        (s for s in view.steps if s.state is StepState.INTENT and s.line.by is not By.DESK), None
    )


def to_do(view: PlanView, words: Words) -> str:
    """What somebody has to do now, and where."""
    step = waiting_step(view)
    if step is None:
        return ""
    return words("*To do by hand now:* {said}", said=Safe(_instruction(view, step, words)))


def _instruction(view: PlanView, step: Step, words: Words) -> str:
    if asks_provider(view):
        return words(BY_THE_PROVIDER, provider=view.partner.provider or words("your provider"))
    return words(
        IN_THE_PORTAL.get(step.line.verb, IN_THE_PORTAL[Verb.SUSPEND]), name=step.line.name
    )


def asks_provider(view: PlanView) -> bool:
    """Is this plan one that a provider carries out?"""
    return view.partner.tier is Tier.RESELLER and any(
        line.by is By.WORD for line in view.plan.content.lines
    )


def by_hand(view: PlanView, words: Words) -> str:
    """Before it runs: which of it a person will have to do."""
    names = [line.name for line in view.plan.content.lines if line.by is not By.DESK]
    if not names or waiting_step(view) is not None:
        return ""
    if asks_provider(view):
        provider = view.partner.provider or words("your provider")
        return words("*By hand:* {provider} does it; the request is ready.", provider=provider)
    return words("*By hand:* {names}: the desk asks when it is time.", names=list(names))


def done_form(view: PlanView, token: str, words: Words) -> Block:
    """For what can be read the desk looks at once; otherwise it takes this person's word."""
    step = waiting_step(view)
    said = _instruction(view, step, words) if step else words("Nothing is to be done by hand.")
    seen = step is not None and step.line.by is By.PORTAL
    hint = (
        words("The desk looks in Partner Center at once, and then every 5 minutes.")
        if seen
        else words("Partner Center cannot be asked, so your word is written down.")
    )
    note = Question("note", words("What was done"), optional=True, hint=hint)
    return modal(
        words("Done by Hand"),
        [section(said), text_input(note, multiline=True)],
        callback_id="plan_done_form",
        submit=words("It Is Done"),
        close=words("Cancel"),
        token=token,
    )


def provider_request(view: PlanView, words: Words) -> Message:
    """Ready to send: English and Chinese, with every id that a provider needs."""
    first = words("Request to {provider}", provider=view.partner.provider or words("your provider"))
    text = "\n".join([*_asked(view, 0), "", *_asked(view, 1), "", *_facts(view)])
    return Message(first, (section(f"*{first}*"), section(f"```{Safe(text)}```")))


def _asked(view: PlanView, language: int) -> list[str]:
    lines = view.plan.content.lines
    return [
        f"{ASKED[line.verb][language]}: {_plain(line.name)} ({line.subscription_id})"
        for line in lines
    ]


def _facts(view: PlanView) -> list[str]:
    content, customer = view.plan.content, view.customer
    tenant = content.customer.tenant_id if content.customer else ""
    reason = content.reason.value if content.reason else ""
    return [
        f"Customer / 客户: {_plain(content.customer_name)}",
        f"Domain / 域名: {_plain(customer.domain) if customer else '?'}",
        f"Tenant / 租户: {tenant}",
        f"Reason / 原因: {reason}",
        f"Our reference / 我方编号: {view.plan.plan_id}, {view.plan.hash[:8]}",
    ]


def _plain(text: str) -> str:
    """Inside a block of code nothing is markup but its end."""
    return text.replace("`", "'").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
