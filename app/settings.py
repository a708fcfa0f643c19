"""Connection, storage, policy and folder, as the environment and the command line set them."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs

from app.core.environment import Environment
from app.core.errors import BadInput
from app.core.keeping import DEFAULT_DAYS, check_days
from app.core.policy import PaceMode, Policy, check_workers
from app.core.server import RunsOn
from app.core.storage_place import (
    R2_ENDPOINT,
    R2_ENDPOINT_IN_CODE,
    R2_VARIABLES,
    Bucket,
    Folder,
    StoragePlace,
)
from app.core.text import shortened, whole_number

log = logging.getLogger(__name__)

DATA_DIR = "SWEEP_DATA_DIR"
DEMO_DIR = "SWEEP_DEMO_DIR"
"""Names another folder for the demo."""

DATABASE_URL = "SWEEP_DATABASE_URL"
SCHEMA = "SWEEP_SCHEMA"
ENVIRONMENT, ENVIRONMENT_COLOR = "SWEEP_ENVIRONMENT", "SWEEP_ENVIRONMENT_COLOR"
STORAGE_ROOT = "SWEEP_STORAGE_ROOT"
STORAGE_DRIVER = "ATTACHMENT_STORAGE_DRIVER"
IN_FOLDER, IN_BUCKET = "local", "r2"
PASSWORD = "SWEEP_PASSWORD"
REDIS_URL, REDIS_URL_OF_THE_WEB = "SWEEP_REDIS_URL", "REDIS_URL"
RUNS_ON = "SWEEP_RUNS_ON"
BATCH_SIZE, THROTTLE_MS, RUNTIME_CAP = "SWEEP_BATCH_SIZE", "SWEEP_THROTTLE_MS", "SWEEP_RUNTIME_CAP"
FAILURE_CAP, AUTO_CONTINUE, WORKERS = "SWEEP_FAILURE_CAP", "SWEEP_AUTO_CONTINUE", "SWEEP_WORKERS"
PACE_MODE = "SWEEP_PACE"
KEEP_FILES_DAYS = "SWEEP_KEEP_FILES_DAYS"

OURS = ("SWEEP_", "R2_", "ATTACHMENT_")
"""How the names of all variables begin that count here."""

DATABASE = (DATABASE_URL, SCHEMA)
"""A schema belongs to the address that it was named for: it is never carried over to another one."""

MARKS = (ENVIRONMENT, ENVIRONMENT_COLOR)
"""What the connection is for. It belongs to the address too."""

QUEUE = (REDIS_URL, REDIS_URL_OF_THE_WEB, RUNS_ON)
"""A queue belongs to the address as well: jobs of another database must never be entered there. So one of the
environment counts only beside a database that is named from outside too."""

SAVED_QUEUE = (REDIS_URL, RUNS_ON)
"""What is saved of it."""

STORAGE = (STORAGE_DRIVER, STORAGE_ROOT, *R2_VARIABLES, R2_ENDPOINT_IN_CODE, R2_ENDPOINT)
"""These describe one thing together: half of it from here and half from there would be a third place."""

PACE = (PACE_MODE, BATCH_SIZE, THROTTLE_MS, RUNTIME_CAP, FAILURE_CAP, AUTO_CONTINUE, WORKERS, KEEP_FILES_DAYS)
"""The policy, the workers, and how long files are kept; each stands by itself."""

DEFAULT_PACE = PaceMode.ADAPTIVE
"""Its load on the server has a bound for all workers together, and gives way; that of the web worker's fixed
pace grows with every worker. See ARCHITECTURE.md, and `live_queries` in tests/benchmarks."""


DATA = ("audit.jsonl*", "log", "consoles", "windows", "window.ini*", "sign-in.json*", "rates.json*")
"""What is kept in the data folder, as patterns; the demo may stand beside it."""


def data_folder() -> Path:
    """Where the audit trail and the log live: SWEEP_DATA_DIR, else the user's data folder."""
    chosen = os.environ.get(DATA_DIR)
    return Path(chosen) if chosen else platformdirs.user_data_path("Sweep", appauthor=False)


def require_text(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """Raises BadInput where a word of the command line or a variable that counts here holds bytes that are no
    text: a name of another encoding, which no database and no bucket would know. None is repeated: it may be
    a secret."""
    for place, word in enumerate(words):
        if not _is_text(word):
            before = words[place - 1] if place else ""
            name = next((one.split("=")[0] for one in (word, before) if one.startswith("--")), "")
            named = name if _is_text(name) else ""
            raise BadInput(f"{f'The value of {named}' if named else 'An argument'} is not valid UTF-8 text.")
    for name, value in environment.items():
        if name.startswith(OURS) and not _is_text(value):
            raise BadInput(f"The value of {name} is not valid UTF-8 text.")


def _is_text(word: str) -> bool:
    if "\0" in word:
        return False
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Settings:
    """What the console runs with. The database URL may hold a password: it is never shown or logged."""

    database_url: str | None = field(default=None, repr=False)
    storage: StoragePlace | None = None
    policy: Policy = field(default_factory=lambda: Policy(mode=DEFAULT_PACE))
    workers: int = 4
    schema: str | None = None
    """Where the product's tables are, letter by letter as PostgreSQL has it; None: found by itself."""
    environment: Environment | None = None
    redis_url: str | None = field(default=None, repr=False)
    """Of the queue on a server; None: jobs run in this process alone."""
    runs_on: RunsOn = RunsOn.HERE
    """Where a job is to run, unless the person says otherwise."""
    keep_files_days: int = DEFAULT_DAYS
    """See `core.keeping`."""

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str],
        *,
        database_url: str | None = None,
        storage_root: str | None = None,
        schema: str | None = None,
    ) -> Settings:
        """From the environment, over which the arguments win. Raises BadInput kinds.

        Schema: `schema` or SWEEP_SCHEMA; an empty `schema` says that it is to be found, whatever stands in
        the environment. See `_schema`.

        Storage: the folder of SWEEP_STORAGE_ROOT, unless ATTACHMENT_STORAGE_DRIVER is `r2`, the web side's
        word for the bucket that its R2_… variables name.
        Policy: SWEEP_PACE ("adaptive", or "fixed", which whoever sets one of the next two means),
        SWEEP_BATCH_SIZE (receipts), SWEEP_THROTTLE_MS, SWEEP_RUNTIME_CAP (seconds or "none"),
        SWEEP_FAILURE_CAP, SWEEP_AUTO_CONTINUE (1 or 0), SWEEP_WORKERS. Files: SWEEP_KEEP_FILES_DAYS.
        Environment: SWEEP_ENVIRONMENT, a word, and SWEEP_ENVIRONMENT_COLOR; see `core.environment`.
        Queue: SWEEP_REDIS_URL, else REDIS_URL as on the web side; SWEEP_RUNS_ON, "here" or "server".
        """
        default = Policy()
        return cls(
            database_url=database_url or environment.get(DATABASE_URL),
            storage=_storage(environment, storage_root),
            policy=Policy(
                batch_size=_whole(environment, BATCH_SIZE, default.batch_size),
                throttle_ms=_whole(environment, THROTTLE_MS, default.throttle_ms),
                runtime_cap_seconds=_cap(environment, default.runtime_cap_seconds),
                failure_cap=_whole(environment, FAILURE_CAP, default.failure_cap),
                auto_continue=_switch(environment, AUTO_CONTINUE, default.auto_continue),
                mode=_mode(environment),
            ),
            workers=check_workers(_whole(environment, WORKERS, 4)),
            schema=_schema(environment, database_url, schema),
            environment=_marked(environment, database_url),
            redis_url=_redis_url(environment, database_url),
            runs_on=_runs_on(environment),
            keep_files_days=check_days(_whole(environment, KEEP_FILES_DAYS, DEFAULT_DAYS)),
        )

    def with_database(self, url: str) -> Settings:
        """The same with `url`, another address of the same database, such as one that holds the password."""
        return replace(self, database_url=url)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is said from outside of the console, which wins over what a person has saved in it."""

    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    database_url: str | None = field(default=None, repr=False)
    storage_root: str | None = None
    schema: str | None = None

    def over(self, saved: Mapping[str, str]) -> Settings:
        """The settings: command line before environment before `saved` before the defaults. `saved` has the
        names of the environment's variables; see `usable`. Raises BadInput kinds for what is given."""
        beneath = {name: value for name, value in saved.items() if not self.fixes(name)}
        named = {name: value for name, value in self.environment.items() if value.strip()}
        if not self.fixes(DATABASE_URL):  # else a saved connection would get the queue of another one
            named = {name: value for name, value in named.items() if name not in QUEUE or name == RUNS_ON}
        return Settings.read(
            beneath | named,
            database_url=self.database_url,
            storage_root=self.storage_root,
            schema=self.schema,
        )

    def fixes(self, name: str) -> str:
        """What sets this variable so that nothing saved counts: an option of the command line or a variable
        of the environment, by its name; "" where it is free."""
        if name == DATABASE_URL and self.database_url:
            return "--database-url"
        if name == SCHEMA and self.schema is not None:
            return "--schema"
        if name in {SCHEMA, *MARKS} and not self.environment.get(name, "").strip():
            return self.fixes(DATABASE_URL)  # what is saved was named for the saved address
        if name in QUEUE:
            return self._fixes_queue(name)
        if name == PACE_MODE:  # whoever sets one of the others means a fixed pace, see `Settings.read`
            setters = (PACE_MODE, BATCH_SIZE, THROTTLE_MS)
            return next((one for one in setters if self.environment.get(one, "").strip()), "")
        if name not in STORAGE:
            return name if self.environment.get(name, "").strip() else ""
        if self.storage_root:
            return "--storage-root"
        return next((one for one in STORAGE if self.environment.get(one, "").strip()), "")

    @property
    def redis_url(self) -> str | None:
        """Of the queue that is named from outside and counts; it may hold a password."""
        return _redis_url(self.environment, self.database_url) if self.fixes(DATABASE_URL) else None

    def _fixes_queue(self, name: str) -> str:
        outside = self.fixes(DATABASE_URL)
        names = (RUNS_ON,) if name == RUNS_ON else (REDIS_URL, REDIS_URL_OF_THE_WEB)
        given = next((one for one in names if self.environment.get(one, "").strip()), "")
        return (given or outside) if outside or name == RUNS_ON else ""


def usable(saved: Mapping[str, str]) -> dict[str, str]:
    """Those of `saved` that can be used: the file may be older or newer than this program, or damaged. What
    is left out is named in the log, without its value, and its default counts."""
    good = {}
    for name in (*DATABASE, *MARKS, *SAVED_QUEUE, *STORAGE, *PACE):
        value = saved.get(name, "")
        value = value if name == SCHEMA else value.strip()
        if not _is_text(value):
            log.warning("The saved setting %s is passed over: it is not valid text.", name)
            continue
        if value and name in (*PACE, RUNS_ON):
            try:
                Settings.read({name: value})
            except BadInput as error:
                log.warning("The saved setting %s is passed over: %s", name, error)
                continue
        if value:
            good[name] = value
    if DATABASE_URL not in good:
        good = {name: value for name, value in good.items() if name not in {SCHEMA, *MARKS, *QUEUE}}
    if REDIS_URL not in good:
        good.pop(RUNS_ON, None)
    try:
        _storage(good, None)
    except BadInput as error:
        log.warning("The saved storage is passed over: %s", error)
        return {name: value for name, value in good.items() if name not in STORAGE}
    return good


def _schema(environment: Mapping[str, str], address: str | None, chosen: str | None) -> str | None:
    """Raises BadInput where the environment's schema stands beside another address than `address`: neither to
    use it there nor to look for another one is what was said, and either may delete in the wrong tables."""
    if chosen is not None:
        return chosen or None
    named = environment.get(SCHEMA, "")
    if not named.strip():
        return None
    beside = environment.get(DATABASE_URL, "").strip()
    if address and beside and beside != address.strip():
        raise BadInput(
            f"{SCHEMA} belongs to the connection URL in {DATABASE_URL}, but --database-url is another one: "
            'add --schema NAME, or --schema "" to detect it.'
        )
    return named


def _marked(environment: Mapping[str, str], address: str | None) -> Environment | None:
    """None where the environment's word stands beside another address than `address`: it would be a lie."""
    beside = environment.get(DATABASE_URL, "").strip()
    if address and beside and beside != address.strip():
        return None
    return Environment.of(environment.get(ENVIRONMENT, ""), environment.get(ENVIRONMENT_COLOR, ""))


def _storage(environment: Mapping[str, str], chosen: str | None) -> StoragePlace | None:
    """A folder that is chosen is meant; one of the environment never stands in for a bucket."""
    driver = environment.get(STORAGE_DRIVER, "").strip().lower() or IN_FOLDER
    if not chosen and driver == IN_BUCKET:
        return Bucket.read(environment)
    if not chosen and driver != IN_FOLDER:
        raise BadInput(f"{STORAGE_DRIVER} must be local or r2, not {shortened(driver)!r}.")
    root = chosen or environment.get(STORAGE_ROOT)
    return Folder(Path(root)) if root else None


def _redis_url(environment: Mapping[str, str], address: str | None) -> str | None:
    """None where the environment's queue stands beside another address than `address`: it is not its own."""
    beside = environment.get(DATABASE_URL, "").strip()
    if address and beside and beside != address.strip():
        return None
    named = (environment.get(name, "").strip() for name in (REDIS_URL, REDIS_URL_OF_THE_WEB))
    return next((url for url in named if url), None)


def _runs_on(environment: Mapping[str, str]) -> RunsOn:
    text = environment.get(RUNS_ON, "").strip().lower()
    if text not in {"", *RunsOn}:
        raise BadInput(f"{RUNS_ON} must be here or server, not {shortened(text)!r}.")
    return RunsOn(text) if text else RunsOn.HERE


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if text is None or not text.strip():
        return default
    number = whole_number(text)
    if number is None:
        raise BadInput(f"{name} must be a whole number (digits only), not {shortened(text)!r}.")
    return number


def _switch(environment: Mapping[str, str], name: str, default: bool) -> bool:
    value = _whole(environment, name, int(default))
    if value not in {0, 1}:
        raise BadInput(f"{name} must be 1 or 0, not {value}.")
    return value == 1


def _mode(environment: Mapping[str, str]) -> PaceMode:
    text = environment.get(PACE_MODE, "").strip().lower()
    if text not in {"", *PaceMode}:
        raise BadInput(f"SWEEP_PACE must be adaptive or fixed, not {shortened(text)!r}.")
    if not text:
        chosen = environment.get(BATCH_SIZE) or environment.get(THROTTLE_MS)
        return PaceMode.FIXED if chosen else DEFAULT_PACE
    return PaceMode(text)


def _cap(environment: Mapping[str, str], default: int | None) -> int | None:
    if environment.get(RUNTIME_CAP, "").strip().lower() == "none":
        return None
    return _whole(environment, RUNTIME_CAP, default or 0)
