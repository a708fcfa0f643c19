"""A real window, driven by clicks and keys of an X server through the whole main line, in both languages.

    python -m tests.e2e.walk [--out DIR] [--lang en|he]

Each language has a demo of its own, a screen of its own and the program as `main.py` starts it. At the end
rows and files are compared with what the window was told to do. Prints one JSON object on one line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.opening import open_demo
from app.core.storage_place import Folder
from app.demo.inventory import Stock, take_stock
from app.demo.names import BUSINESSES as NAMES
from app.demo.people import DEMO_EMAIL, DEMO_PASSWORD
from tests.e2e.person import Person, person_at
from tests.e2e.screen import screen

TO_PAUSE, TO_END, TO_CANCEL, TO_LEAVE = 3, 5, 17, 4
"""Paused and resumed; deleted in one go; cancelled in the middle; still running when the window is closed."""

WITH_FAILURES = 27
BUSINESSES = (TO_PAUSE, TO_END, TO_CANCEL)
TO_UNTICK, TO_LEAVE_OUT, EMPTY = 6, 9, 16
"""Named by the list too: unticked in the table, and in the confirmation; without receipts."""

FOUND = {*BUSINESSES, TO_UNTICK, TO_LEAVE_OUT, EMPTY}
NOBODY = "0815"
STARTED, UNTOUCHED = (*BUSINESSES, TO_LEAVE), (TO_UNTICK, TO_LEAVE_OUT, EMPTY)
RUN, NOTE = "SUP-4821", "Approved by Dana"
DETAILS = ("overview", "history", "failures", "log")
DIALOGS = (
    ("settings", "ctrl+comma", "settings.cancel"),
    ("diagnostics", "ctrl+shift+g", "diagnostics.close"),
    ("audit", "ctrl+shift+u", "audit.close"),
    ("guide", "F1", "guide.close"),
)
"""Each is opened by its keys and closed by Esc: a name for its picture, the keys, and a part of it."""

MAIN_WINDOW_PARTS = ("action.delete", "action.pause", "search", "status.connection")


def _name(business_id: int) -> str:
    return NAMES[business_id - 1].name


class Walk:
    """The main line, step by step, in one language."""

    def __init__(self, person: Person, code: str) -> None:
        self._person, self._code = person, code

    def go(self) -> None:
        """From the sign-in to the end of the program."""
        self._sign_in()
        self._select_by_list()
        self._delete_several()
        self._look_at_run()
        self._pause_and_resume()
        self._cancel()
        self._search_and_filter()
        self._look_into_details()
        self._switch_language_and_theme()
        self._open_and_close_dialogs()
        self._lock_and_unlock()
        self._watch_run_to_its_end()
        self._quit_with_a_running_job()

    def _sign_in(self) -> None:
        person = self._person
        person.wait_for("signin.email")
        self._keep("1-sign-in")
        person.type_into("signin.email", DEMO_EMAIL)
        person.press("Tab")
        person.type_into("signin.password", DEMO_PASSWORD)
        person.press("Return")
        for part in MAIN_WINDOW_PARTS:
            person.until(partial(person.sees, part), f"{part} in the main window")
        person.until(lambda: person.see("row", TO_END), "the businesses")
        assert person.see("is_mirrored") is (self._code == "he")

    def _select_by_list(self) -> None:
        """A list with ids and names, one of which is nobody's, is pasted into the search."""
        person = self._person
        names = (_name(business_id) for business_id in (TO_CANCEL, TO_END, EMPTY))
        entries = (str(TO_PAUSE), *names, NOBODY, str(TO_UNTICK), str(TO_LEAVE_OUT))
        with person.copy_elsewhere("\n".join(entries)):
            person.press("ctrl+f", "ctrl+v")
            person.wait_for("list.select")
        person.wait_text("list.show.all", str(len(entries)))
        person.wait_text("list.show.found", str(len(FOUND)))
        person.wait_text("list.show.not_found", "1")
        self._keep("2-list")
        person.press("F6", "Delete")  # the fault stands first
        person.wait_gone("list.show.not_found")
        person.click("list.select")
        person.wait_gone("list.select")
        person.wait_text("selection.count", str(len(FOUND)))
        assert person.wait_for("selection.only")["checked"], "the selected ones are not shown alone"
        assert person.see("rows") == len(FOUND)
        person.turn_tick(TO_LEAVE_OUT)
        person.turn_tick(TO_LEAVE_OUT)
        person.select(TO_UNTICK)
        person.press("space")
        person.wait_text("selection.count", str(len(FOUND) - 1))
        assert not person.see("row", TO_UNTICK)["ticked"]
        self._keep("2-ticks")

    def _delete_several(self) -> None:
        person = self._person
        person.click("action.delete")
        assert not person.wait_for("confirm.delete", on=False)["on"], "nothing is typed yet"
        assert set(person.see("lines")) == FOUND - {TO_UNTICK, EMPTY}
        person.untick_line(TO_LEAVE_OUT)
        person.type_into("confirm.run", RUN)
        person.type_into("confirm.note", NOTE)
        person.type_into("confirm.word", "DELETE")
        person.type_into("confirm.count", str(len(BUSINESSES)))
        self._keep("2-confirmation")
        person.click("confirm.delete")
        person.wait_gone("confirm.delete")
        for business_id in BUSINESSES:
            person.wait_status(business_id, "running", "completed")

    def _look_at_run(self) -> None:
        """By the keys there and back; then nothing is ticked any more, and all businesses are shown."""
        person = self._person
        person.press("ctrl+2")
        run = person.open_run(RUN)
        assert run["note"] == NOTE
        assert run["refused"] == {"nothing_to_delete": [EMPTY]}
        person.until(lambda: sorted(person.see("members")) == sorted(BUSINESSES), "the run's businesses")
        person.until(lambda: self._run["processed"] > run["processed"], "the run to go on")
        self._keep("3-run-in-progress")
        person.press("ctrl+1")
        person.filter("all")
        person.until(lambda: person.see("rows") > len(FOUND), "all businesses")
        person.press("ctrl+shift+a")
        person.wait_gone("selection.count")

    def _pause_and_resume(self) -> None:
        person = self._person
        person.select(TO_PAUSE)
        person.click("action.pause")
        person.wait_status(TO_PAUSE, "paused")
        self._keep("3-running-and-paused")
        person.press("ctrl+shift+r")
        person.wait_status(TO_PAUSE, "running", "completed")

    def _cancel(self) -> None:
        person = self._person
        person.wait_progress(TO_CANCEL)
        person.choose_in_menu_of_row(TO_CANCEL, "cancel")
        person.wait_status(TO_CANCEL, "cancelled")

    def _search_and_filter(self) -> None:
        person = self._person
        everything = person.see("rows")
        person.press("ctrl+f")
        person.type_into("search", "Levi")
        person.until(lambda: person.see("rows") == 1, "one business to be found")
        person.press("Escape")
        person.until(lambda: person.see("rows") == everything, "all businesses again")
        person.filter("failed")
        person.until(lambda: 0 < person.see("rows") < everything, "the failed ones alone")
        assert person.see("row", WITH_FAILURES), "a failed one is not shown among them"
        person.filter("all")
        person.until(lambda: person.see("rows") == everything, "all businesses again")

    def _look_into_details(self) -> None:
        person = self._person
        person.select(WITH_FAILURES)
        names = [person.show_tab(number) for number in range(len(DETAILS))]
        assert len(set(names)) == len(DETAILS), names
        for number, name in enumerate(DETAILS):
            person.show_tab(number)
            person.wait_for(f"details.{name}", on=False)
            self._keep(f"4-{name}")
        person.show_tab(0)

    def _switch_language_and_theme(self) -> None:
        person = self._person
        before = person.see("is_mirrored")
        person.click("action.language")
        person.until(lambda: person.see("is_mirrored") is not before, "the other language")
        self._keep("5-other-language")
        person.press("ctrl+shift+l")
        person.until(lambda: person.see("is_mirrored") is before, "the first language again")
        person.press("ctrl+shift+t")
        self._keep("6-dark")
        person.press("ctrl+shift+t")

    def _open_and_close_dialogs(self) -> None:
        person = self._person
        for name, keys, closing in DIALOGS:
            person.press(keys)
            person.wait_for(closing)
            if name == "settings":
                for number in range(len(person.see("tabs"))):
                    person.show_tab(number)
            self._keep(f"7-{name}")
            person.press("Escape")
            person.wait_gone(closing)
        person.open_menu("action.more")
        self._keep("7-menu")
        person.choose("settings")
        person.click("settings.cancel")
        person.wait_gone("settings.cancel")

    def _lock_and_unlock(self) -> None:
        person = self._person
        person.press("ctrl+shift+k")
        person.wait_for("lock.password")
        person.wait_gone("search")
        self._keep("8-locked")
        person.type_into("lock.password", DEMO_PASSWORD)
        person.press("Return")
        person.wait_gone("lock.password")
        person.wait_for("search")

    def _watch_run_to_its_end(self) -> None:
        """By the mouse there, and back by the link to its businesses."""
        person = self._person
        person.filter("runs")
        person.open_run(RUN)
        person.until(lambda: not self._run["active"], "the run to end")
        assert self._run["states"] == {"completed": 2, "cancelled": 1}, self._run
        person.press("Return")
        person.until(
            lambda: person.wait_for("run.businesses")["focus"], "the run's businesses to have the keys"
        )
        self._keep("8-run-at-its-end")
        self._save_report()
        person.click("run.show_businesses")
        person.wait_text("selection.count", str(len(BUSINESSES)))
        assert all(person.see("row", business_id)["ticked"] for business_id in BUSINESSES)
        person.click("selection.only")
        person.until(lambda: person.see("rows") > len(BUSINESSES), "all businesses")
        person.click("selection.count")
        person.wait_gone("selection.count")
        assert {person.status(business_id) for business_id in (TO_PAUSE, TO_END)} == {"completed"}

    def _save_report(self) -> None:
        """As a file for a program, whose figures are compared with what the page says."""
        person = self._person
        path = person.folder / f"report-{self._code}.json"
        person.press("ctrl+p")
        person.wait_for("fileNameEdit")
        person.type_into("fileNameEdit", str(path))
        person.press("Return")
        person.until(path.is_file, "the report")
        report = json.loads(path.read_text(encoding="utf-8"))
        assert report["run_name"] == RUN
        assert report["totals"]["receipts_deleted"] == self._run["processed"], report["totals"]
        assert [one["reason"] for one in report["refused"]] == ["nothing_to_delete"]

    @property
    def _run(self) -> dict[str, Any]:
        """What the page says of the run."""
        run: dict[str, Any] = self._person.see("runs")[RUN]
        return run

    def _quit_with_a_running_job(self) -> None:
        person = self._person
        person.select(TO_LEAVE)
        person.press("Delete")
        person.type_into("confirm.word", "DELETE")
        person.click("confirm.delete")
        person.wait_status(TO_LEAVE, "running")
        person.wait_progress(TO_LEAVE)
        person.press("ctrl+q")
        person.wait_for("closing.pause")
        self._keep("9-closing")
        person.click("closing.pause")
        status = person.wait_end()
        assert status == 0, f"the program ended with {status}"

    def _keep(self, name: str) -> None:
        self._person.keep_picture(f"{self._code}-{name}")


def check(before: dict[int, Stock], after: dict[int, Stock]) -> int:
    """The rows against the receipts, attachments and files that are gone; returns how many receipts are."""
    deleted = 0
    for business_id in UNTOUCHED:
        assert before[business_id] == after[business_id], f"{business_id} is not as it was before"
    for business_id in STARTED:
        old, new = before[business_id], after[business_id]
        gone = old.live - new.live
        assert gone > 0, f"nothing was deleted of {business_id}"
        assert new.succeeded == gone, f"{business_id}: {new.succeeded} counted, {gone} gone"
        assert new.deleted - old.deleted == gone, f"{business_id}: deleted and live do not add up"
        assert old.attachments - new.attachments == old.files - new.files, f"{business_id}: rows and files"
        assert new.orphans == old.orphans, f"{business_id}: files without a row"
        deleted += gone
    statuses = {business_id: after[business_id].status for business_id in STARTED}
    assert statuses == {
        TO_PAUSE: "completed",
        TO_END: "completed",
        TO_CANCEL: "cancelled",
        TO_LEAVE: "paused",
    }, statuses
    assert after[TO_PAUSE].live == after[TO_END].live == 0
    assert after[TO_CANCEL].live > 0
    assert after[TO_LEAVE].live > 0
    return deleted


def walk(code: str, out: Path) -> dict[str, Any]:
    """The main line in one language; what was deleted and where the pictures are."""
    began = time.monotonic()
    with (
        TemporaryDirectory(prefix="sweep-e2e-") as folder,
        open_demo(Path(folder) / "demo", reset=False, progress=lambda _: None) as place,
        screen() as hands,
    ):
        before = _stock(place)
        words = ["gui", "--database-url", place.database_url, "--storage-root", str(_files(place))]
        environ = {
            "SWEEP_DATA_DIR": str(Path(folder) / "data"),
            "SWEEP_KEEP_FILES_DAYS": "0",
            "SWEEP_PACE": "fixed",  # what is to be seen half done must last a known while
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        with person_at(hands, [*words, "--lang", code], environ, out) as person:
            try:
                Walk(person, code).go()
            except Exception:
                person.keep_last_picture(f"{code}-failed")
                raise
        deleted = check(before, _stock(place))
        seconds = round(time.monotonic() - began, 1)
        return {"deleted": deleted, "seconds": seconds, "pictures": [str(path) for path in person.pictures]}


def _stock(place: ConnectionProfile) -> dict[int, Stock]:
    return take_stock(place.database_url, _files(place), [*STARTED, *UNTOUCHED])


def _files(place: ConnectionProfile) -> Path:
    assert isinstance(place.storage, Folder)
    return place.storage.root


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.e2e.walk", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/e2e"), help="where the pictures go")
    parser.add_argument("--lang", choices=["en", "he"], action="append", help="only this language")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {}
    for code in options.lang or ["en", "he"]:
        try:
            report[code] = walk(code, out)
        except AssertionError as error:
            report[code] = {"problem": str(error)}
    ok = all("problem" not in part for part in report.values())
    print(json.dumps({"ok": ok, **report}, ensure_ascii=False))
    return int(not ok)


if __name__ == "__main__":
    sys.exit(main())
