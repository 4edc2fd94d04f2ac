"""Secrets: none comes out of a desk at work, none lies in the tree or ever lay in its history."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.installation import fill
from tests.prove.leaks.canaries import Spied, spied
from tests.prove.leaks.scan import in_history, in_tree
from tests.prove.parts import Part, Table
from tests.prove.running import ROOT, Run

TITLE = (
    "A desk works with every library logging at DEBUG, through requests, votes with codes, a "
    "consent, a letter, refusals, crashes and faults of Partner Center; then each secret of its "
    "settings, each code that was typed, each token that was issued and the address of the letter "
    "is searched for in every place where it could have been left. Every file of the tree and each "
    "content in its history is searched for what has the form of a secret, or is named as one and "
    "as random."
)
FILES, CONTENTS = 1000, 3000


def prove(run: Run) -> Part:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        found = spied(folder)
    tree, history = in_tree(), in_history()
    figures = {
        "secrets searched for": len(found.secrets),
        "places searched": len(found.places),
        "characters searched": sum(found.places.values()),
        "leaks": sum(map(len, found.leaks.values())),
        "files that others may read": len(found.loose),
        "files of the tree scanned": tree.files,
        "contents of the history scanned": history.files,
        "secrets in tree and history": len(tree.hits) + len(history.hits),
    }
    zeros = ("leaks", "files that others may read", "secrets in tree and history")
    floors = {"files of the tree scanned": FILES, "contents of the history scanned": CONTENTS}
    return run.part(
        TITLE, figures, floors=floors, zeros=zeros, notes=[dependencies()], tables=[_table(found)]
    )


def _table(found: Spied) -> Table:
    rows = tuple(
        (place, f"{size:,}", ", ".join(found.leaks.get(place, ())) or "none")
        for place, size in sorted(found.places.items())
    )
    return Table("Where was looked", ("Place", "Characters", "Secrets found"), rows)


def dependencies() -> str:
    """What is known against the versions that are locked; that nobody was asked is said."""
    if find_spec("pip_audit") is None:
        return "Dependency audit: not run, since pip-audit is not installed here."
    lock = ROOT / "requirements.lock"
    words = ["--requirement", str(lock), "--disable-pip", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *words], capture_output=True, text=True, check=False
    )
    locked = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        return f"Dependency audit: not run: {why}."
    known = [one["name"] for one in told if one.get("vulns")]
    audited = sum("vulns" in one for one in told)
    against = f"; known against {', '.join(known)}" if known else "; nothing is known against them"
    return f"Dependency audit: {audited} of {locked} audited{against}."
