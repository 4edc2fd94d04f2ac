"""Words and figures that no letter may hold, and how days and amounts are written in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

ONE_CASE = re.IGNORECASE


class Fault(StrEnum):
    """What is wrong with a letter."""

    THREAT = "a threat, or somebody who would carry it out"
    CHARGE = "a fee, interest or a penalty"
    BANK = "bank data"
    CREDENTIAL = "something to sign in with"
    AMOUNT = "an amount that is not in the books"
    DAY = "a day that nobody set"
    NUMBER = "a number from nowhere"
    LINK = "a link of unknown origin"
    MISSING = "missing"


# Each list is looked for in every letter: a Korean one may quote an English sentence.
FORBIDDEN: Mapping[Fault, re.Pattern[str]] = {
    Fault.THREAT: re.compile(
        r"\b(?:lawyers?|attorneys?|solicitors?|courts?|lawsuits?|sue[ds]?|suing|litigation|"
        r"legal (?:action|proceedings|steps|measures|consequences)|bailiffs?|prosecut\w+|police|"
        r"(?:debt )?collect(?:ion|ions|ing) agenc(?:y|ies)|debt collectors?|blacklist\w*|"
        r"credit (?:bureaus?|rating|score)|last warning|final warning|or else|threat\w*|"
        r"seiz(?:e[ds]?|ure)|enforcement)\b"
        "|변호사|법원|소송|법적|고소|고발|추심|압류|강제 ?집행|신용 ?불량|신용 ?정보"
        "|블랙리스트|경찰|경고"
        "|律师|法院|起诉|诉讼|法律(?:责任|途径|手段|行动|措施|程序)|仲裁|催收公司|催收机构|第三方催收"
        "|讨债|黑名单|征信|失信|强制执行|查封|冻结资产|报警|公安|警告|后果自负",
        ONE_CASE,
    ),
    Fault.CHARGE: re.compile(
        r"\b(?:fees?|interest|surcharges?|late charges?|finance charges?|penalt(?:y|ies)|"
        r"fined|fines|damages)\b"
        r"|(?<![가-힣])이자|연체료|연체 ?이자|지연 ?이자|지연 ?손해금|가산금|수수료|위약금|벌금"
        "|과태료|손해 ?배상"
        "|利息|罚息|滞纳金|逾期费|手续费|附加费|违约金|罚款|罚金|赔偿金",
        ONE_CASE,
    ),
    Fault.BANK: re.compile(
        # An IBAN; a run of twelve digits or more that is no telephone number; an account by name.
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
        r"|(?<![+\d])\d(?:[ -]?\d){11,}"
        r"|(?i:\b(?:iban|bic|swift|sort code|routing number|account number|account no)\b)"
        r"[^\n]{0,20}\d{4}"
        r"|(?:계좌|账号|帐号|账户|开户行)[^\n]{0,20}\d(?:[ -]?\d){4}"
    ),
    Fault.CREDENTIAL: re.compile(
        r"\b(?:password|passcode|api key|access key|client secret|pin)\b ?[:=]"
        r"|(?:비밀번호|암호|密码|口令) ?[:=]|\w+://[^\s/@]+:[^\s/@]*@",
        ONE_CASE,
    ),
}

# What stands with a number and means none, and what is a whole of its own.
ADDRESS = r"(?<![a-z])[a-z]+://[^\s<>@]+|(?<![\w.+-])[A-Za-z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+"
PRODUCT = r"(?:Microsoft|Office|Dynamics|Windows) 365"
WHOLE = re.compile(f"{ADDRESS}|{PRODUCT}")

_NAMES = "January February March April May June July August September October November December"
MONTHS = _NAMES.split()
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
DAY = re.compile(
    rf"(?<!\d)(?:(?P<d1>\d{{1,2}}) (?P<m1>{_MONTH})(?:\.?,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?!\d)(?:, (?P<y2>\d{{4}}))?"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?:(?P<y4>\d{4}) ?[年년] ?)?(?P<m4>\d{1,2}) ?[月월] ?(?P<d4>\d{1,2}) ?[日일])(?!\d)"
)

FIGURE = r"\d+(?:[.,]\d+)*"
SIGN = "[€$£¥₩]"
_ALONE = r"(?<!\d)(?<!\d[.,])"
AMOUNT = re.compile(
    rf"(?<![A-Za-z])(?P<code1>[A-Z]{{3}}) ?(?P<n1>{FIGURE})"
    rf"|{_ALONE}(?P<n2>{FIGURE}) ?(?P<code2>[A-Z]{{3}})(?![A-Za-z])"
    rf"|{SIGN} ?(?P<n3>{FIGURE})|{_ALONE}(?P<n4>{FIGURE}) ?(?:{SIGN}|元|원)"
)
NUMBER = re.compile(FIGURE)
PER_CENT = re.compile(rf"{FIGURE} ?[%‰]")

# Whoever administers the customer's tenant can still sign in and export.
ADMINISTRATORS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"administrators[^.]*sign in[^.]*export", ONE_CASE),
    "ko": re.compile(r"관리자[^.]*로그인[^.]*내보"),
    "zh-Hans": re.compile("管理员[^。]*登录[^。]*导出"),
}
