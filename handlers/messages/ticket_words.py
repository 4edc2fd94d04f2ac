"""The two languages of a service request: whoever reads it at Microsoft reads one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.events import (
    CaseClosed,
    CaseOpened,
    Event,
    PlanEnded,
    PlanFiled,
    StepSettled,
    VoteCast,
)
from core.domain.plans import Action, Reason, Verb
from core.domain.tickets import About, Severity


@dataclass(frozen=True, slots=True)
class Both:
    """The same in English and in Simplified Chinese."""

    english: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Language:
    """`name` for whoever picks one; the rest is its punctuation."""

    name: str
    chinese: bool
    colon: str
    comma: str
    opens: str
    closes: str

    def of(self, both: Both) -> str:
        return both.chinese if self.chinese else both.english


ENGLISH = Language("English", False, ": ", ", ", " (", ")")
CHINESE = Language("中文", True, "：", "，", "（", "）")
BOTH_LANGUAGES = (ENGLISH, CHINESE)

HEADLINE = {
    About.CUSTOMER: Both("Service request: customer issue", "服务请求：客户问题"),
    About.PARTNER: Both(
        "Service request: Partner Center or billing issue", "服务请求：合作伙伴中心或账单问题"
    ),
}
SEVERITY = {
    Severity.CRITICAL: Both("critical", "严重"),
    Severity.MODERATE: Both("moderate", "中等"),
    Severity.MINIMAL: Both("minimal", "轻微"),
}
KIND = {
    Reason.NON_PAYMENT: Both("non-payment", "未付款"),
    Reason.FRAUD: Both("suspected fraud", "涉嫌欺诈"),
    Reason.MISUSE: Both("misuse", "滥用"),
}
# What we did, as it is said with the name of a subscription behind it.
DID = {
    Verb.SUSPEND: Both("Suspended", "暂停"),
    Verb.REACTIVATE: Both("Reactivated", "重新激活"),
    Verb.RESTORE: Both("Renewal settings put back", "还原续订设置"),
    Verb.STOP_RENEWAL: Both("Renewal stopped", "停止续订"),
    Verb.CANCEL: Both("Cancelled", "取消"),
}
RESULT = {
    "confirmed": Both("confirmed", "已确认"),
    "already": Both("was so already", "此前已是该状态"),
    "refused": Both("refused", "被拒绝"),
    "unknown": Both("result unknown", "结果未知"),
    "review": Both("result being checked", "结果核查中"),
    "cancelled": Both("called off", "已撤回"),
}
# Microsoft's words; any other is shown as it is.
STATUS = {
    "active": Both("active", "使用中"),
    "suspended": Both("suspended", "已暂停"),
    "deleted": Both("deleted", "已删除"),
    "expired": Both("expired", "已到期"),
    "pending": Both("pending", "待处理"),
}
SENT = Both("sent", "已发送")
ASKED = {
    Action.SUSPEND: Both("A suspension was proposed", "已提出暂停订阅的申请"),
    Action.REINSTATE: Both("A reactivation was proposed", "已提出重新激活订阅的申请"),
    Action.STOP_RENEWAL: Both("Stopping the renewal was proposed", "已提出停止续订的申请"),
    Action.CANCEL: Both("A cancellation was proposed", "已提出取消订阅的申请"),
}
HAPPENED: Mapping[type[Event], Both] = {
    CaseOpened: Both("The case was opened", "案例已建立"),
    CaseClosed: Both("The case was closed", "案例已关闭"),
    PlanFiled: Both("A change was proposed", "已提出变更申请"),
    VoteCast: Both("A decision was recorded", "已记录一项审批决定"),
    StepSettled: Both("Result in Partner Center", "合作伙伴中心中的结果"),
    PlanEnded: Both("The proposal was dealt with", "该申请已处理完毕"),
}

REFERENCE = Both("Our reference", "我方编号")
URGENCY = Both("Severity", "严重级别")
TITLE = Both("Title", "标题")
PARTNER = Both("Partner tenant ID", "合作伙伴租户 ID")
CUSTOMER = Both("Customer", "客户")
DOMAIN = Both("Domain", "域名")
TENANT = Both("Customer tenant ID", "客户租户 ID")
REASON = Both("Reason for the case", "案例类型")
SUBSCRIPTIONS = Both("Subscriptions", "订阅")
AZURE = Both("Azure subscriptions", "Azure 订阅")
IMPACT_FROM = Both("Impact from", "影响开始时间")
IMPACT_UNTIL = Both("Impact until", "影响结束时间")
ONGOING = Both("still going on", "仍在持续")
OBSERVED = Both("What was observed", "观察到的现象")
DEEDS = Both("What we did", "我方已采取的措施")
NOTHING = Both("nothing in Partner Center", "未在合作伙伴中心执行任何操作")
ALERTS = Both("Alerts of Microsoft in this case", "本案例中微软发出的警报")
SEEN_FROM = Both("first seen", "首次发现")
SEEN_UNTIL = Both("last seen", "最近发现")
COURSE = Both("Course of the case", "案例时间线")
EVIDENCE = Both("Evidence on hand, sent on request", "现有证据，可按需提供")
TRAIL = Both(
    "Audit trail of the case, with a hash for each entry", "本案例的审计记录，每条记录均带哈希值"
)
REQUESTS = Both("Request and correlation IDs of the steps above", "上述各步骤的请求 ID 与关联 ID")
THREAD = Both("Internal records of the case", "案例的内部记录")
WISH = Both("What we ask for", "我方的请求")
CONTACT = Both("Contact", "联系人")
PHONE = Both("Telephone", "电话")
UNKNOWN = Both("unknown", "未知")
NONE = Both("none known", "暂无")
SEATS = Both("{count} seats", "{count} 个许可证")
ON_REQUEST_OF = Both("on request of {name}", "申请人：{name}")
IN_CHINA = Both("China time", "中国时间")
LEFT_OUT = Both("{count} earlier entries are left out", "省略较早的 {count} 条记录")

# Where a person submits it, as the portal of 21Vianet is arranged.
THERE = {
    About.CUSTOMER: Both(
        "Partner Center → Support requests → Customer requests → find the customer → New request → "
        "pick the service. That opens the customer's Office 365 admin centre: submit it there.",
        "合作伙伴中心 → 支持请求 → 客户请求 → 查找该客户 → 新建请求 → 选择服务。随后会打开该客户的 "
        "Office 365 管理中心，请在其中提交。",
    ),
    About.PARTNER: Both(
        "Partner Center → Support requests → Partner Center requests → New request.",
        "合作伙伴中心 → 支持请求 → 合作伙伴中心请求 → 新建请求。",
    ),
}
