"""What the sample partner sells: new-commerce offers and legacy ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the price list; the id tells the generations apart.

    `price` is what Microsoft asks the partner for a seat and month, in the account's currency; a
    perpetual licence is paid once.
    """

    id: str
    name: str
    price: str
    product_type: str = "OnlineServicesNCE"
    billing: str = "license"


def _legacy(id: str, name: str, price: str) -> Offer:
    return Offer(id, name, price, "OnlineServices")


OFFERS = {
    "business-basic": Offer(
        "CFQ7TTC0LH18:0001:CFQ7TTC0K971", "Microsoft 365 Business Basic", "5.80"
    ),
    "business-standard": Offer(
        "CFQ7TTC0LDPB:0001:CFQ7TTC0KXMM", "Microsoft 365 Business Standard", "12.10"
    ),
    "business-premium": Offer(
        "CFQ7TTC0LCHC:0002:CFQ7TTC0L26W", "Microsoft 365 Business Premium", "21.30"
    ),
    "m365-e3": Offer("CFQ7TTC0LFLX:0001:CFQ7TTC0KQ1B", "Microsoft 365 E3", "37.90"),
    "m365-e5": Offer("CFQ7TTC0LFLZ:0002:CFQ7TTC0N8SL", "Microsoft 365 E5", "58.40"),
    "m365-e5-trial": Offer("CFQ7TTC0LFLZ:0006:CFQ7TTC0N9T0", "Microsoft 365 E5 (Trial)", "0.00"),
    "exchange-plan-1": Offer("CFQ7TTC0LH16:0001:CFQ7TTC0K4F6", "Exchange Online (Plan 1)", "4.10"),
    "teams-phone": Offer("CFQ7TTC0LH0Q:0001:CFQ7TTC0K6KZ", "Teams Phone Standard", "9.80"),
    "calling-plan": Offer("CFQ7TTC0LH0R:0002:CFQ7TTC0JN4D", "Teams Domestic Calling Plan", "11.70"),
    "defender-business": Offer("CFQ7TTC0LHT0:0001:CFQ7TTC0R6QD", "Defender for Business", "2.90"),
    "power-bi-pro": Offer("CFQ7TTC0H9MP:0001:CFQ7TTC0HLKW", "Power BI Pro", "13.20"),
    "visio-plan-2": Offer("CFQ7TTC0HD32:0002:CFQ7TTC0HXV3", "Visio Plan 2", "15.10"),
    "project-plan-3": Offer(
        "CFQ7TTC0HDB0:0002:CFQ7TTC0HMVB", "Planner and Project Plan 3", "29.60"
    ),
    "copilot": Offer("CFQ7TTC0MM8R:0001:CFQ7TTC0NKV5", "Microsoft 365 Copilot", "28.10"),
    "entra-p1": Offer("CFQ7TTC0LFLS:0002:CFQ7TTC0JV91", "Entra ID P1", "5.90"),
    "windows-server": Offer(
        "DG7GMGF0D5RK:0005:DG7GMGF0D3SJ",
        "Windows Server 2022 Standard, 16 cores",
        "1062.00",
        "Software",
    ),
    "sql-server-year": Offer(
        "DG7GMGF0FKZV:0002:DG7GMGF0G5V1",
        "SQL Server 2022 Standard, 2 cores, 1 year",
        "92.40",
        "Software",
    ),
    "azure-plan": Offer("DZH318Z0BPS6:0001:DZH318Z0BMJX", "Azure plan", "0.00", "Azure", "usage"),
    "office-e3-legacy": _legacy("796b6b5f-613c-4e24-a17c-eba730d49c02", "Office 365 E3", "22.60"),
    "audio-legacy": _legacy("c94271d8-b431-4a25-a3c5-a57737a1c909", "Audio Conferencing", "3.70"),
    "cn-e1": _legacy(
        "a7bfb1ad-ad49-44aa-9f60-f2d5aab9a9c1", "Office 365 E1 (由世纪互联运营)", "52.00"
    ),
    "cn-e3": _legacy(
        "b2b9ce54-9b51-4db9-b7a8-94b8e8e3cf2d", "Office 365 E3 (由世纪互联运营)", "158.00"
    ),
    "cn-business": _legacy(
        "d1f0495b-cb7b-4e11-8b85-daee7d0e5664", "Microsoft 365 商业标准版 (由世纪互联运营)", "84.00"
    ),
    "cn-exchange": _legacy(
        "e3b54f04-c1a0-4d5d-8f2e-0d7ef9aa5c11", "Exchange Online 计划 1 (由世纪互联运营)", "26.00"
    ),
    "cn-visio": _legacy(
        "f50a6d13-3b0f-4a4e-8a57-46b6f8a0d3e7", "Visio 计划 2 (由世纪互联运营)", "102.00"
    ),
}
