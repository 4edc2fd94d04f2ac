"""The master key of the settings: a file or the environment, never the database."""

from __future__ import annotations

from pathlib import Path

from bot.reading import Reading
from storage.sealing import BadMasterKey, MasterKey, read_master_key

FROM_FILE, FROM_ENVIRONMENT = "MASTER_KEY_FILE", "MASTER_KEY"
MAKE_ONE = (
    "python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())' > master.key"
)


def read_master_keys(reading: Reading) -> tuple[MasterKey, ...]:
    """None where nothing is set. The first line of a file seals; older keys below still open."""
    path, text = reading.text(FROM_FILE), reading.text(FROM_ENVIRONMENT)
    if path and text:
        reading.wrong(FROM_FILE, f"either {FROM_FILE} or {FROM_ENVIRONMENT}, and not both")
        return ()
    name = FROM_FILE if path else FROM_ENVIRONMENT
    try:
        lines = Path(path).read_text(encoding="ascii").split() if path else text.split()
        return tuple(read_master_key(line) for line in lines) or _nothing(name, path, reading)
    except OSError:
        reading.wrong(name, "it cannot be read")
    except (BadMasterKey, UnicodeDecodeError):
        reading.wrong(name, "32 random bytes in base64, one key a line")
    return ()


def _nothing(name: str, path: str, reading: Reading) -> tuple[MasterKey, ...]:
    if path:
        reading.wrong(name, "the file is empty")
    return ()
