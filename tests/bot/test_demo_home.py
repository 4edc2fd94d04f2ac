"""The demo's folder: one demo at a time, and nothing of the last one unless it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer import Exit

from bot.cli.home import asked_port, only_demo


def test_a_second_demo_takes_nothing_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_demo(tmp_path / "demo", keep=False):
        (tmp_path / "demo" / "demo.db").write_text("kept")
        with pytest.raises(Exit), only_demo(tmp_path / "demo", keep=False):
            pytest.fail("a second demo was let in")
        assert (tmp_path / "demo" / "demo.db").exists()
    assert "A demo runs in" in capsys.readouterr().out


def test_what_was_is_kept_or_taken_away(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "books.csv").write_text("old")
    with only_demo(tmp_path, keep=True):
        assert (tmp_path / "taken" / "books.csv").exists()
    with only_demo(tmp_path, keep=False):
        assert [file.name for file in tmp_path.iterdir()] == ["demo.lock-file"]


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Exit):
        asked_port()


def test_the_port_is_asked_for_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert asked_port() == 8123
    monkeypatch.setenv("PORT", "")
    assert asked_port() == 8080
