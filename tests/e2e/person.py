"""A person before the screen: sees what the program's eyes tell, and acts with mouse and keys alone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.e2e.console import Place
from tests.e2e.screen import LEFT, RIGHT, Hands

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05
STILL_LOOKS = 3
"""A widget is clicked once it has been seen this often in a row at one place."""


class Lost(AssertionError):
    """What the person waited for did not come."""


class Person:
    """Works on one console on one screen, and keeps pictures of it in `out`."""

    def __init__(self, hands: Hands, eyes: Connection[Any, Any], console: subprocess.Popen[bytes], out: Path):
        self._hands, self._eyes, self._console, self._out = hands, eyes, console, out
        self.pictures: list[Path] = []

    @property
    def folder(self) -> Path:
        """Where pictures go, and what else is to be kept."""
        return self._out.resolve()

    # Looking

    def see(self, question: str, *args: Any) -> Any:
        """The answer of `tests.e2e.console.Eyes` to a question."""
        try:
            self._eyes.send((question, *args))
            if not self._eyes.poll(PATIENCE_SECONDS):
                raise Lost(f"The window does not answer: {question} {args}.")
            answer = self._eyes.recv()
        except (EOFError, BrokenPipeError) as error:
            raise Lost(f"The program has ended, with {self._console.wait(PATIENCE_SECONDS)}.") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def until(self, holds: Callable[[], Any], what: str) -> Any:
        """Waits until `holds` gives something true, and returns it."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not (found := holds()):
            if time.monotonic() > give_up_at:
                raise Lost(f"Waited in vain for {what}. Windows: {self.see('titles')}")
            time.sleep(LOOK_SECONDS)
        return found

    def sees(self, name: str) -> dict[str, Any] | None:
        """The visible widget of that name, or None."""
        found: dict[str, Any] | None = self.see("widget", name)
        return found

    def wait_for(self, name: str, *, on: bool = True) -> dict[str, Any]:
        """Waits until the widget is visible, in the foremost window, at rest, and can be used."""
        seen: list[Place] = []

        def rests() -> dict[str, Any] | None:
            widget = self.sees(name)
            if widget is None or not widget["front"] or (on and not widget["on"]):
                seen.clear()
                return None
            seen.append(widget["place"])
            return widget if len(seen) >= STILL_LOOKS and len(set(seen[-STILL_LOOKS:])) == 1 else None

        found: dict[str, Any] = self.until(rests, f"{name} to be there" + " and on" * on)
        return found

    def wait_gone(self, name: str) -> None:
        self.until(lambda: self.sees(name) is None, f"{name} to go away")

    def wait_text(self, name: str, text: str) -> None:
        self.until(lambda: (found := self.sees(name)) and text in found["text"], f"{text!r} in {name}")

    def status(self, business_id: int) -> str | None:
        """What the table says of the business."""
        row = self.see("row", business_id)
        return row["status"] if row else None

    def processed(self, business_id: int) -> int:
        row = self.see("row", business_id)
        return row["processed"] if row else 0

    def wait_status(self, business_id: int, *statuses: str) -> None:
        what = f"business {business_id} to be {' or '.join(statuses)}"
        self.until(lambda: self.status(business_id) in statuses, what)

    def wait_progress(self, business_id: int) -> None:
        before = self.processed(business_id)
        self.until(lambda: self.processed(business_id) > before, f"business {business_id} to go on")

    def keep_picture(self, name: str) -> None:
        """Saves the whole screen."""
        path = self._out / f"{name}.png"
        if not self.see("picture", str(path)):
            raise Lost(f"The picture {path} could not be saved.")
        self.pictures.append(path)

    def keep_last_picture(self, name: str) -> None:
        """The same after something went wrong, where the program can still be asked."""
        with suppress(Lost):
            self.keep_picture(name)

    # Acting

    def click(self, name: str) -> None:
        """Clicks the middle of the widget."""
        self._click_at(self.wait_for(name)["place"])

    def press(self, *keys: str) -> None:
        self._hands.press(*keys)

    def type_into(self, name: str, text: str) -> None:
        """Clicks a field, empties it, and types; waits until the field has it all."""
        self.click(name)
        self.until(lambda: (found := self.sees(name)) and found["focus"], f"{name} to have the keys")
        self.press("ctrl+a", "BackSpace")
        self._hands.type(text)
        self.wait_text(name, text)

    def copy_elsewhere(self, text: str) -> AbstractContextManager[None]:
        """Copies a text in another program, which offers it as long as the block."""
        return offered(text, self._hands.environ)

    def turn_tick(self, business_id: int) -> None:
        """Clicks the tick of a row."""
        self._scroll_to(business_id)
        before = self.see("row", business_id)
        self._click_at(before["tick"])
        what = f"the tick of business {business_id} to turn"
        self.until(lambda: self.see("row", business_id)["ticked"] is not before["ticked"], what)

    def untick_line(self, business_id: int) -> None:
        """Clicks the tick of a business in the confirmation."""
        place, _ = self.until(lambda: self.see("lines").get(business_id), f"business {business_id} in it")
        self._click_at(place)
        self.until(lambda: not self.see("lines")[business_id][1], f"business {business_id} to be left out")

    def open_run(self, name: str) -> dict[str, Any]:
        """Clicks a run on its page, and returns what its line says."""
        run: dict[str, Any] = self.until(lambda: self.see("runs").get(name), f"the run {name}")
        self._click_at(run["place"])
        return run

    def select(self, *business_ids: int) -> None:
        """Clicks the rows, the further ones with Ctrl held; scrolls to them with the wheel."""
        for number, business_id in enumerate(business_ids):
            self._click_at(self._scroll_to(business_id), holding=["ctrl"] if number else [])
            self.until(partial(self._is_selected, business_id), f"business {business_id} to be selected")

    def choose_in_menu_of_row(self, business_id: int, action: str) -> None:
        """The context menu of a row, by the other button of the mouse."""
        self._click_at(self._scroll_to(business_id), button=RIGHT)
        entry = self.until(lambda: self._entry(action), f"{action} in the menu of the row")
        self._click_at(entry)

    def open_menu(self, button: str) -> None:
        self.click(button)
        self.until(lambda: self.see("menu"), "the menu to open")

    def choose(self, action: str) -> None:
        """An entry of the open menu."""
        self._click_at(self.until(lambda: self._entry(action), f"{action} in the menu"))

    def show_tab(self, number: int) -> str:
        """Clicks a tab, waits until it is the chosen one, and returns what it says."""
        text, place, _ = self.see("tabs")[number]
        self._click_at(place)
        self.until(lambda: self.see("tabs")[number][2], f"the tab {text}")
        return str(text)

    def filter(self, facet: str) -> None:
        """Clicks a filter of the sidebar."""
        self._click_at(self.see("facets")[facet])

    def wait_end(self) -> int:
        """Waits until the program has ended; its exit status."""
        return self._console.wait(PATIENCE_SECONDS)

    def _is_selected(self, business_id: int) -> bool:
        row = self.see("row", business_id)
        return bool(row and row["selected"])

    def _scroll_to(self, business_id: int) -> Place:
        def in_view() -> Place | None:
            row = self.see("row", business_id)
            if row is None:
                return None
            if row["beyond"]:
                left, top, width, height = self.see("table")
                self._hands.turn(left + width // 2, top + height // 2, row["beyond"])
                return None
            place: Place = row["place"]
            return place

        found: Place = self.until(in_view, f"the row of business {business_id}")
        return found

    def _entry(self, action: str) -> Place | None:
        return next((place for name, _, place in self.see("menu") if name == f"action.{action}"), None)

    def _click_at(self, place: Place, button: int = LEFT, *, holding: Sequence[str] = ()) -> None:
        left, top, width, height = place
        self._hands.click(left + width // 2, top + height // 2, button, holding=holding)


@contextmanager
def offered(text: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Another program of the screen that has the text on the clipboard, as long as the block."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.clipboard"],
        cwd=ROOT,
        env={**environ, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert program.stdin  # for the type checker: both are pipes
        assert program.stdout
        program.stdin.write(text.encode())
        program.stdin.close()
        program.stdout.readline()
        yield
    finally:
        program.kill()
        program.wait()


@contextmanager
def person_at(hands: Hands, words: Sequence[str], environ: Mapping[str, str], out: Path) -> Iterator[Person]:
    """Starts the program on the screen with these words; ends it where the person has not."""
    with TemporaryDirectory(prefix="sweep-e2e-") as folder:
        address = str(Path(folder) / "eyes")
        with Listener(address) as listener:
            console = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.console", address, *words],
                cwd=ROOT,
                env={**hands.environ, **environ, "QT_QPA_PLATFORM": "xcb"},
            )
            try:
                with listener.accept() as eyes:
                    yield Person(hands, eyes, console, out)
            finally:
                if console.poll() is None:
                    console.kill()
                    console.wait()
