"""The demo's policy, as an operator would write it: the shipped one, and whose the letters are."""

from __future__ import annotations

from pathlib import Path

from bot.config import POLICY

FILE = "policy.toml"
# So few customers come to another stage together every week.
SHARE, OF_A_SMALL_PORTFOLIO = "share_per_day = 0.05 ", "share_per_day = 0.5  "
TEXTS = """
[texts.en]
seller = "Rheinland Cloud Services GmbH"

[texts.ko]
seller = "Rheinland Cloud Services GmbH"

[texts.zh-Hans]
seller = "Rheinland Cloud Services GmbH"
"""


def policy_of(folder: Path) -> dict[str, str]:
    """Write it into this folder; what an operator would set."""
    shipped = Path(POLICY).read_text(encoding="utf-8")
    file = folder / FILE
    text = shipped.replace(SHARE, OF_A_SMALL_PORTFOLIO) + TEXTS
    file.write_text(text, encoding="utf-8")
    return {"POLICY_FILE": str(file)}
