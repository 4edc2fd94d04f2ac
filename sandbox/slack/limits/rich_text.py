"""Limits of rich text: sections, lists, quotes, and the parts of a line."""

from __future__ import annotations

from sandbox.slack.limits.checks import (
    Check,
    Shape,
    anything,
    boolean,
    choice,
    items,
    string,
    typed,
    whole,
)

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "unlink")
_STYLE = Shape(dict.fromkeys(_STYLES, boolean))


def _part(**fields: Check) -> Shape:
    return Shape({"type": anything, "style": _STYLE, **fields}, required=tuple(fields)[:1])


_PARTS: dict[str, Check] = {
    "text": _part(text=string(20_000)),
    "link": _part(url=string(3000), text=string(3000), unsafe=boolean),
    "user": _part(user_id=string(255)),
    "channel": _part(channel_id=string(255)),
    "usergroup": _part(usergroup_id=string(255)),
    "team": _part(team_id=string(255)),
    "emoji": _part(name=string(255), unicode=string(255), skin_tone=whole(1, 6)),
    "broadcast": _part(range=choice("here", "channel", "everyone")),
    "color": _part(value=string(20)),
    "date": Shape(
        {
            "type": anything,
            "style": _STYLE,
            "timestamp": whole(0, 10**11),
            "format": string(255),
            "url": string(3000),
            "fallback": string(255),
        },
        required=("timestamp", "format"),
    ),
    "tag": _part(text=string(255), color=string(50), icon=anything, url=string(3000)),
    "citation": _part(url=string(3000), text=string(3000), title=string(3000)),
}
_PART = typed(_PARTS, what="rich text part")
_LINE: dict[str, Check] = {"type": anything, "elements": items(_PART, most=1000, least=0)}
_SECTION = Shape(_LINE, required=("elements",))
_BOXED = Shape({**_LINE, "border": whole(0, 1), "language": string(50)}, required=("elements",))
_LIST = Shape(
    {
        "type": anything,
        "style": choice("bullet", "ordered"),
        "indent": whole(0, 8),
        "offset": whole(0, 100_000),
        "border": whole(0, 1),
        "elements": items(typed({"rich_text_section": _SECTION}, what="list item"), most=1000),
    },
    required=("style", "elements"),
)
RICH_TEXT = Shape(
    {
        "type": anything,
        "block_id": string(255),
        "elements": items(
            typed(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": _LIST,
                    "rich_text_quote": _BOXED,
                    "rich_text_preformatted": _BOXED,
                },
                what="rich text element",
            ),
            most=1000,
        ),
    },
    required=("elements",),
)
