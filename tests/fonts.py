"""Makes the font of the pictures anew: what Hangul and Chinese need of Noto Sans CJK, no more.

Needs Debian's fonts-noto-cjk and fonttools: `uv run --with fonttools==4.68.0 -m tests.fonts`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tree import ROOT

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
FONT = ROOT / "handlers/messages/fonts/NotoSansCJKsc-some.otf"
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180))
SIGNS = "–—…·•€₩£¥、。，；：（）！？「」《》" + "\u2018\u2019\u201c\u201d\u2212"
# The Hangul of KS X 1001, and level 1 of GB 2312, which is all that everyday Chinese has.
SETS = (("euc_kr", 0xB0, 0xC8), ("gb2312", 0xB0, 0xD7))


def _of(encoding: str, first: int, last: int) -> Iterator[str]:
    for row in range(first, last + 1):
        for cell in range(0xA1, 0xFF):
            yield bytes((row, cell)).decode(encoding, "ignore")


def characters() -> str:
    found = {*map(chr, LATIN), *SIGNS}
    for one in SETS:
        found |= set(_of(*one))
    return "".join(sorted(found))


def main() -> None:
    line = [
        *(sys.executable, "-m", "fontTools.subset", str(SOURCE)),
        *(f"--font-number={SIMPLIFIED_CHINESE}", f"--output-file={FONT}"),
        *("--text-file=/dev/stdin", "--no-hinting", "--layout-features=", "--notdef-outline"),
        *("--name-IDs=0,1,2,4,6,13,14", "--drop-tables+=vhea,vmtx,VORG,GSUB,GPOS,BASE"),
    ]
    subprocess.run(line, input=characters().encode(), check=True)


if __name__ == "__main__":
    main()
