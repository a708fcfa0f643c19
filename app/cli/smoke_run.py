"""The command that tests the whole program. Loads Qt."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.output import print_json, say
from app.core.exit_status import Exit
from app.settings import Settings
from app.smoke.running import run_smoke


def smoke(options: Namespace, settings: Settings) -> Exit:
    """Runs a delete through the window on a fresh demo, offscreen, and saves screenshots."""
    report = run_smoke(Path(options.out), settings)
    if options.json:
        print_json(report)
    else:
        for name, value in report.items():
            say(f"{name}: {value}")
    return Exit.DONE if report["ok"] else Exit.FAILED
