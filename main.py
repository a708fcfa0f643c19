"""Opens the console, or runs one of its commands: see `python main.py --help`."""

import gc
import sys

gc.disable()  # what is loaded stays: to look through it for garbage again and again is a tenth of the start
from app.cli import main  # noqa: E402 - loaded without the collector


def _collect_from_now_on() -> None:
    """What is there by now is never looked through."""
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    sys.exit(main(when_loaded=_collect_from_now_on))
