"""What a doctor says of files that hold secrets: may anybody else read them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.accounts import PREFIX
from bot.master_keys import FROM_FILE
from handlers.checkup import Finding, Mark

LOOSE = "{name}: others on this machine may read {path}; chmod 600 {path}"
CERTIFICATE = "_CERTIFICATE"


def check_key_files(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Nothing where a file is its owner's only, or is not there, which is said elsewhere."""
    for name, value in sorted(environment.items()):
        of_an_account = name.startswith(f"{PREFIX}_") and name.endswith(CERTIFICATE)
        named = (name == FROM_FILE or of_an_account) and value.strip()
        if named and (path := Path(named)).is_file() and path.stat().st_mode & 0o077:
            yield Finding(Mark.WRONG, LOOSE.format(name=name, path=path))
