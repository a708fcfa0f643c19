"""The set-up's own decisions, and the check of the translations with Qt's real lupdate."""

from __future__ import annotations

import os
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import _setup
import dev
import translations
from _tr_calls import texts_in_code
from translations import Message

LUPDATE = _setup.program(Path(sys.executable).parent, "pyside6-lupdate")


def hebrew(source: str, *forms: str, plural: bool = False, state: str = "") -> Message:
    return Message("Table", source, "", plural, state, forms)


@pytest.mark.parametrize(
    ("message", "flaw"),
    [
        (hebrew("Pause", "", state="unfinished"), "unfinished"),
        (hebrew("Pause", "השהה", state="vanished"), "vanished"),
        (hebrew("Pause", " "), "empty"),
        (hebrew("{count} of {total}", "{count}"), "{total}"),
        (hebrew("%n file(s)", "%n קבצים", plural=True), "1 of 2"),
        (hebrew("%n file(s)", "קובץ אחד", "קבצים", plural=True), "%n"),
        (hebrew("%n of {total}", "אחד", "%n מתוך {total}", plural=True), "{total}"),
        (hebrew("Paused {", "מושהה {"), "brace"),
    ],
)
def test_a_flawed_translation_is_named(message: Message, flaw: str) -> None:
    (found,) = translations.flaws(message)
    assert flaw in found


@pytest.mark.parametrize(
    "message",
    [
        hebrew("Pause", "השהה"),
        hebrew("{count} of {total:,}", "{total} - {count}"),
        hebrew("{count} file(s)", "קובץ אחד", "{count} קבצים", plural=True),
        hebrew("%n file(s) of {name}", "קובץ אחד של {name}", "%n קבצים של {name}", plural=True),
    ],
)
def test_a_good_translation_passes(message: Message) -> None:
    assert list(translations.flaws(message)) == []


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    return folder


def write(app: Path, *lines: str) -> None:
    body = "\n".join(f"        {line}" for line in lines)
    (app / "table.py").write_text(f"class Table:\n    def show(self, n):\n{body}\n", encoding="utf-8")


def finish(ts: Path, **translated: str) -> None:
    text = ts.read_text(encoding="utf-8")
    for source, translation in translated.items():
        text = text.replace(
            f'<source>{source}</source>\n        <translation type="unfinished"></translation>',
            f"<source>{source}</source>\n        <translation>{translation}</translation>",
        )
    ts.write_text(text, encoding="utf-8")


def test_translations_follow_the_code(app: Path, tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    write(app, 'self.tr("Pause")', 'self.tr("Cancel")')
    translations.update(LUPDATE, texts_in_code(app), folder)
    finish(folder / "sweep_he.ts", Pause="השהה", Cancel="בטל")
    assert translations.problems(LUPDATE, app, folder) == []

    write(app, 'self.tr("Pause")', 'self.tr("Resume")')
    new, gone = translations.problems(LUPDATE, app, folder)
    assert "'Resume' is new in the code" in new
    assert "'Cancel' is no longer in the code" in gone

    translations.update(LUPDATE, texts_in_code(app), folder)
    (unfinished,) = translations.problems(LUPDATE, app, folder)
    assert "'Resume' is unfinished" in unfinished


def test_english_needs_the_plural_forms_alone(app: Path, tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    write(app, 'self.tr("Pause")', 'self.tr("%n receipt(s)", "", n)')
    translations.update(LUPDATE, texts_in_code(app), folder)
    assert [message.source for message in translations.read(folder / "sweep_en.ts")] == ["%n receipt(s)"]
    assert "sweep_en.ts: Table: '%n receipt(s)' is unfinished" in translations.problems(LUPDATE, app, folder)


@pytest.mark.parametrize(
    "line",
    [
        'self.tr("{count} file(s)", "", n)',
        'self.tr("{count} file(s)", n=n)',
        'translate("Table", "{count} file(s)", None, n)',
        'QCoreApplication.translate("Table", "{count} file(s)", None, len(n)).format(count=1)',
    ],
)
def test_every_way_to_ask_for_a_plural_form_reaches_the_translators(
    app: Path, tmp_path: Path, line: str
) -> None:
    write(app, line)
    translations.update(LUPDATE, texts_in_code(app), tmp_path)
    for language in ("he", "en"):
        (message,) = translations.read(tmp_path / f"sweep_{language}.ts")
        assert message.key == ("Table", "{count} file(s)", "", True)


def test_a_text_reaches_the_translators_letter_by_letter(app: Path, tmp_path: Path) -> None:
    text = 'a "quoted" \\ text,\n\u2068{name}\u2069 – שלום ??/ <b>'
    write(
        app, f"QT_TRANSLATE_NOOP('Words', {text!r})", f"self.tr({text!r}, 'with a comment')", "x.translate(y)"
    )
    translations.update(LUPDATE, texts_in_code(app), tmp_path)
    keys = [message.key for message in translations.read(tmp_path / "sweep_he.ts")]
    assert keys == [("Table", text, "with a comment", False), ("Words", text, "", False)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('self.tr("%n file(s)")', "counts something"),
        ('self.tr(f"{n} files")', "in one piece"),
        ('self.tr("{n} files".format(n=n))', "in one piece"),
        ('self.tr("files" if n else "nothing")', "in one piece"),
        ('n.tr("files")', "where a text belongs"),
        ('translate(n, "files")', "no context"),
    ],
)
def test_a_text_that_cannot_be_translated_is_found(
    app: Path, tmp_path: Path, line: str, problem: str
) -> None:
    write(app, line)
    (found,) = translations.problems(LUPDATE, app, tmp_path)
    assert found.startswith("app/table.py:3: ")
    assert problem in found


def test_a_damaged_translation_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "sweep_he.ts").write_text("<TS>", encoding="utf-8")
    with pytest.raises(translations.TranslationError, match=r"sweep_he\.ts"):
        translations.read(tmp_path / "sweep_he.ts")


def test_a_window_needs_more_libraries_than_offscreen() -> None:
    offscreen = _setup.required_libraries({}, "linux")
    assert "libEGL.so.1" in offscreen
    for environ in ({"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}):
        window = _setup.required_libraries(environ, "linux")
        assert set(window) - set(offscreen) == set(_setup.X_WINDOW_LIBRARIES)
    assert _setup.required_libraries({}, "win32") == {}
    assert _setup.has_display({}, "darwin")


def test_a_library_that_is_missing_is_seen() -> None:
    assert not _setup.can_load("libsweep-has-no-such-library.so.0")


def test_missing_packages_are_told_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_setup, "privilege", lambda: None)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(_setup.SetupError, match=r"sudo apt-get install .* libegl1 libgl1$"):
        _setup.install_with_apt(["libgl1", "libegl1"], "Qt needs them.")


def package_of(folder: Path) -> Path:
    return next(folder.rglob("site-packages")) / "package.py"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A finished virtual environment with one package in it."""
    folder = tmp_path / ".venv"
    venv.create(folder, symlinks=os.name != "nt")
    package_of(folder).touch()
    _setup.write_stamp(folder, "stamp")
    return folder


def test_a_finished_venv_is_recognised(made: Path) -> None:
    assert _setup.is_complete(made, "stamp")
    package_of(made).with_name("added_by_hand.py").touch()
    assert _setup.is_complete(made, "stamp")


def test_a_venv_made_from_another_lock_is_not_complete(made: Path) -> None:
    assert not _setup.is_complete(made, "stamp of another lock")


@pytest.mark.parametrize(
    "part", [_setup.stamp_file, _setup.python_of, package_of], ids=lambda part: part.__name__
)
def test_a_venv_that_lost_something_is_not_complete(made: Path, part: Callable[[Path], Path]) -> None:
    part(made).unlink()
    assert not _setup.is_complete(made, "stamp")


def test_a_set_up_that_stops_half_way_is_not_complete(made: Path, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("./missing.whl --hash=sha256:" + "0" * 64, encoding="utf-8")
    with pytest.raises(_setup.SetupError, match="could not be installed"):
        _setup.make_venv(made, lock, "stamp")
    assert not _setup.is_complete(made, "stamp")


def test_the_stamp_knows_the_lock_the_python_and_the_place(tmp_path: Path) -> None:
    parts = [(b"a", "3.11.7", tmp_path), (b"b", "3.11.7", tmp_path), (b"a", "3.12.1", tmp_path)]
    stamps = {_setup.stamp_for(*part) for part in [*parts, (b"a", "3.11.7", tmp_path / "moved")]}
    assert len(stamps) == 4


def test_without_a_word_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 0
    listed = capsys.readouterr().out
    names = ("setup", "demo", "test", "infra", "soak", "check", "translations", "lock")
    assert all(f"  {name} " in listed for name in names)


@pytest.mark.parametrize("words", [["tset"], ["setup", "now"]])
def test_a_word_that_means_nothing_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(words) == 2
    assert capsys.readouterr().err


def test_what_is_started_keeps_its_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the tests, which start the program a thousand times, compile all of it each time."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asked = "import sys; raise SystemExit(sys.dont_write_bytecode)"
    assert dev._run([sys.executable, "-c", asked]) == 0
