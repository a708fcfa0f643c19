"""Opens the console, or runs one of its commands: see `python main.py --help`."""

import gc
import signal
import sys

gc.disable()  # what is loaded stays: to look through it for garbage again and again is a tenth of the start
_ON_INTERRUPT = signal.getsignal(signal.SIGINT)
if _ON_INTERRUPT is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing has begun yet: Ctrl+C ends it without a traceback
from app.core.private import keep_private  # noqa: E402 - loaded without the collector
from app.core.secret_words import own_words  # noqa: E402 - as well

_WORDS, _WERE_SHOWN = own_words() if __name__ == "__main__" else ([], False)
from app.cli import main  # noqa: E402 - slow to load: until then everybody could read a password


def _collect_from_now_on() -> None:
    """What is there by now is never looked through."""
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    keep_private()
    signal.signal(signal.SIGINT, _ON_INTERRUPT)
    sys.exit(main(_WORDS, when_loaded=_collect_from_now_on, were_shown=_WERE_SHOWN))
