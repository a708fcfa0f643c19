"""The command that opens the window. Loads Qt."""

from __future__ import annotations

import os
from argparse import Namespace

from app.bootstrap.gui import show
from app.core.exit_status import Exit
from app.settings import Overrides, Settings


def gui(options: Namespace, _settings: Settings) -> Exit:
    """Opens the console and stays until it is closed. Options given here override saved settings."""
    overrides = Overrides(os.environ, options.database_url, options.storage_root, options.schema)
    return show(overrides, demo=options.demo, reset=options.reset, language=options.lang)
