"""A screen of its own, with a window manager, and the mouse and keys that work on it through the X server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

SIZE = (1440, 900)
KEY_DELAY_MS = 12
CLOSING_SECONDS = 10
LEFT, RIGHT, WHEEL_UP, WHEEL_DOWN = 1, 3, 4, 5


class Hands:
    """Moves the mouse and presses keys. Nothing here knows the program: it gets events of the X server."""

    def __init__(self, display: str) -> None:
        self.environ = {**os.environ, "DISPLAY": display}

    def click(self, x: int, y: int, button: int = LEFT, *, holding: Sequence[str] = ()) -> None:
        """Moves to the place and clicks there, with the keys of `holding` held down meanwhile."""
        self._do(
            *(word for key in holding for word in ("keydown", key)),
            *("mousemove", "--sync", str(x), str(y)),
            *("click", str(button)),
            *(word for key in holding for word in ("keyup", key)),
        )

    def turn(self, x: int, y: int, steps: int) -> None:
        """Turns the wheel over the place: down by `steps`, or up where that is negative."""
        button = WHEEL_DOWN if steps > 0 else WHEEL_UP
        self._do("mousemove", str(x), str(y), "click", "--repeat", str(abs(steps)), str(button))

    def hover(self, x: int, y: int) -> None:
        """Moves the mouse there and leaves it."""
        self._do("mousemove", str(x), str(y))

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, by their names in X: "Tab", "ctrl+shift+r"."""
        self._do("key", "--clearmodifiers", "--delay", str(KEY_DELAY_MS), *keys)

    def type(self, text: str) -> None:
        """Types a text, key by key."""
        self._do("type", "--clearmodifiers", "--delay", str(KEY_DELAY_MS), text)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environ, check=True, timeout=60)


@contextmanager
def screen() -> Iterator[Hands]:
    """An Xvfb with openbox, as long as the block."""
    readable, writable = os.pipe()
    width, height = SIZE
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writable), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[writable],
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    try:
        with os.fdopen(readable) as said:
            number = said.readline().strip()  # empty where it could not start
        if not number:
            raise RuntimeError("Xvfb did not start.")
        hands = Hands(f":{number}")
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=hands.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield hands
        finally:
            _end(manager)
    finally:
        _end(server)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(CLOSING_SECONDS)
        return
    process.kill()
    process.wait()
