"""Files that nobody else may read: those that commands write, and those that hold keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.key_file_checks import check_key_files
from bot.cli.private import write_private
from handlers.checkup import Mark


@pytest.mark.parametrize("before", [None, 0o644, 0o600], ids=["new", "loose", "private"])
def test_what_is_written_is_its_owners_only(tmp_path: Path, before: int | None) -> None:
    path = tmp_path / "owed.csv"
    if before is not None:
        path.write_text("a longer text that was there before")
        path.chmod(before)
    write_private(path, b"owed")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"owed", 0o600)


def test_what_is_no_file_is_written_to_as_it_is() -> None:
    write_private(Path("/dev/null"), b"owed")
    assert Path("/dev/null").stat().st_mode & 0o777 == 0o666


@pytest.mark.parametrize("name", ["MASTER_KEY_FILE", "PARTNER_CENTER_MAIN_CERTIFICATE"])
def test_a_key_that_others_may_read_is_wrong(tmp_path: Path, name: str) -> None:
    path = tmp_path / "key"
    path.write_text("secret")
    path.chmod(0o640)
    (found,) = check_key_files({name: str(path), "POLICY_FILE": str(path)})
    assert (found.mark, f"chmod 600 {path}" in found.says) == (Mark.WRONG, True)
    path.chmod(0o600)
    assert list(check_key_files({name: str(path)})) == []
    assert list(check_key_files({name: str(tmp_path / "gone")})) == []
