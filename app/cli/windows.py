"""The two commands that open the window. What they need is loaded when they run: Qt takes its time."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from app.cli.output import print_json, say
from app.core.exit_status import Exit
from app.settings import Overrides, Settings


def gui(options: Namespace, _settings: Settings) -> Exit:
    """Opens the console and stays until it is closed. Over what was saved in it, what is given here wins."""
    from app.bootstrap.gui import show

    overrides = Overrides(os.environ, options.database_url, options.storage_root, options.schema)
    return show(overrides, demo=options.demo, reset=options.reset, language=options.lang)


def smoke(options: Namespace, settings: Settings) -> Exit:
    """Runs a delete through the window on a fresh demo, offscreen, and saves screenshots."""
    from app.smoke.running import run_smoke

    report = run_smoke(Path(options.out), settings)
    if options.json:
        print_json(report)
    else:
        for name, value in report.items():
            say(f"{name}: {value}")
    return Exit.DONE if report["ok"] else Exit.FAILED
