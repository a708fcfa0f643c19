"""`main.py smoke`: one report, and a picture of everything in both languages and both themes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

from tests.support.program import ROOT

SIGNATURE = b"\x89PNG"
LOOKS = {f"{code}-{theme}" for code, theme in product(("en", "he"), ("light", "dark"))}
SUBJECTS = (
    "main-idle",
    "main-overview",
    "main-ticks",
    "main-jobs",
    "runs-progress",
    "runs-ended",
    "notifications",
    "sign-in",
    "select-list",
    "confirm",
    "diagnostics",
    "audit",
    "about",
)
GUARD_SECONDS = 300


def test_the_whole_way_is_walked_and_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "main.py", "smoke", "--out", str(tmp_path / "pictures"), "--json"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SWEEP_DATA_DIR": str(home)},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=GUARD_SECONDS,
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"], report["problems"]) == (0, True, []), done.stderr
    assert report["deleted"] > 0
    assert report["files_deleted"] > 0
    pictures = [Path(name) for name in report["screenshots"]]
    assert all(picture.read_bytes().startswith(SIGNATURE) for picture in pictures)
    names = {picture.stem for picture in pictures}
    assert len(names) == len(pictures)
    reports = {Path(name).name: Path(name).read_bytes() for name in report["reports"]}
    assert set(reports) == {f"report-SMOKE-{number}.{kind}" for number in (1, 2) for kind in ("html", "pdf")}
    assert all(made.startswith(b"%PDF-") is name.endswith("pdf") for name, made in reports.items())
    assert b'dir="rtl"' in reports["report-SMOKE-2.html"]
    for subject in SUBJECTS:
        assert {f"{subject}-{look}" for look in LOOKS} <= names
    assert [run["states"] for run in report["runs"]] == [{"completed": 3, "cancelled": 2}, {"completed": 2}]
    assert sum(run["receipts"] for run in report["runs"]) == report["deleted"]
