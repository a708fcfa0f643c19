"""What a person has set in the console: kept in the window's settings file, the secrets in the keyring."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings

from app.core.errors import BadInput, KeychainRefused, SettingsNotSaved
from app.core.storage_place import R2_ENDPOINT, R2_ENDPOINT_IN_CODE
from app.core.text import whole_number
from app.db.address import Address
from app.qt.calls import Calls
from app.queue.address import SCHEMES, QueueAddress
from app.settings import (
    DATABASE,
    DATABASE_URL,
    IN_BUCKET,
    MARKS,
    PACE,
    QUEUE,
    REDIS_URL,
    RUNS_ON,
    SAVED_QUEUE,
    SCHEMA,
    STORAGE,
    STORAGE_DRIVER,
    STORAGE_ROOT,
    Overrides,
    Settings,
    usable,
)

log = logging.getLogger(__name__)

GROUP = "settings"
R2_SECRET = "R2_SECRET_ACCESS_KEY"
DATABASE_SECRET = "PGPASSWORD"
EMAIL_KEY = "sign_in/email"
TRAY_KEY = "window/stay_in_tray"
LOCK_KEY = "window/lock_after_minutes"

LOCK_MINUTES = 15
LONGEST_LOCK_MINUTES = 480

_BUCKET_SECRET = "r2 "
"""How the names of secrets of buckets begin."""

PLACE = tuple(name for name in (*DATABASE, *MARKS, *SAVED_QUEUE, *STORAGE) if name != R2_SECRET)
"""What makes a connection, without its secrets."""

KEPT = (*PLACE, *PACE)
"""What the file may hold. The names are those of the environment's variables: one vocabulary, one parser."""


class SecretStore(Protocol):
    """Where secrets are kept; see `bootstrap.keyring_store`. May block, and raise KeychainRefused."""

    @property
    def is_usable(self) -> bool: ...

    def get(self, name: str) -> str | None: ...

    def keep(self, name: str, secret: str) -> None: ...

    def forget(self, name: str) -> None: ...


class Preferences:
    """`overrides` win over what is saved. For the main thread, except where a method says otherwise."""

    def __init__(self, store: QSettings, overrides: Overrides, secrets: SecretStore) -> None:
        self.store = store
        self.overrides = overrides
        self._secrets = secrets
        self._held: dict[str, str] = {}
        self.secrets_set: Counter[str] = Counter()
        """How many secrets were put that this run did not hold yet, by the variable that each stands for."""

    def saved(self) -> dict[str, str]:
        """What the file holds and the environment does not overrule, by the names of the variables. An
        address that cannot be read is left out, and so is a password in one."""
        found = {}
        match self.store.status():
            case QSettings.Status.FormatError:
                log.warning("The settings file is damaged; what cannot be read of it is passed over.")
            case QSettings.Status.AccessError:
                log.warning("The settings file cannot be read or written: %s", self.store.fileName())
        for name in KEPT:
            value = self.store.value(f"{GROUP}/{name}")
            if self.overrides.fixes(name):
                continue
            if isinstance(value, str) and value.strip():
                found[name] = value if name == SCHEMA else value.strip()  # spaces may belong to a schema
            elif value is not None and not isinstance(value, str):
                log.warning("The saved setting %s is passed over: it is no text.", name)
        if DATABASE_URL in found:
            try:
                address, secret = Address.parse(found[DATABASE_URL])
            except BadInput as error:
                log.warning("The saved setting %s is passed over: %s", DATABASE_URL, error)
                del found[DATABASE_URL]
            else:
                found[DATABASE_URL] = address.url
                if secret is not None or address.key_password:
                    log.warning("A password in the saved %s is passed over.", DATABASE_URL)
        if REDIS_URL in found:
            found[REDIS_URL] = saved_queue_url(found[REDIS_URL])
        return {name: value for name, value in found.items() if value}

    @property
    def key_password(self) -> str:
        """The password of a client certificate's key, which only an address from outside can name."""
        given = self.overrides.database_url or self.overrides.environment.get(DATABASE_URL, "")
        return Address.parse(given)[0].key_password if given.strip() else ""

    async def settings(self, calls: Calls) -> Settings:
        """What the console runs with: command line, environment, saved, defaults, in this order; with the
        secrets that are known. Raises BadInput kinds for what is given."""
        saved = self.saved()
        if saved.get(STORAGE_DRIVER) == IN_BUCKET:
            try:
                secret = await calls.run(self.secret, bucket_secret_name(saved))
            except KeychainRefused as error:
                log.warning("The saved storage cannot be used: %s", error)
                secret = None
            saved[R2_SECRET] = secret or ""
        settings = self._with_held_queue(self.overrides.over(usable(saved)))
        if settings.database_url:
            address, secret = Address.parse(settings.database_url)
            if secret is None and (held := self._held.get(address.url)):
                return settings.with_database(address.with_password(held))
        return settings

    def _with_held_queue(self, settings: Settings) -> Settings:
        """With the password of Redis that was typed in this run, where it has none."""
        if not settings.redis_url:
            return settings
        address, secret = QueueAddress.parse(settings.redis_url)
        held = self._held.get(address.secret_name) if secret is None else None
        return replace(settings, redis_url=address.url(held)) if held else settings

    def shown(self) -> dict[str, str]:
        """What counts now, without secrets: what is given from outside, and what is saved."""
        given = {name: value.strip() for name in KEPT if (value := self.overrides.environment.get(name, ""))}
        given = {name: value for name, value in given.items() if name not in QUEUE}
        given |= self._given_queue()
        if SCHEMA in given:
            given[SCHEMA] = self.overrides.environment[SCHEMA]
        if self.overrides.schema is not None:
            given[SCHEMA] = self.overrides.schema
        if endpoint := given.pop(R2_ENDPOINT_IN_CODE, ""):  # one field for both names
            given.setdefault(R2_ENDPOINT, endpoint)
        if self.overrides.storage_root:
            given = {name: value for name, value in given.items() if name not in STORAGE}
            given[STORAGE_ROOT] = self.overrides.storage_root
        if self.overrides.database_url:
            given[DATABASE_URL] = self.overrides.database_url
        if DATABASE_URL in given:
            address, _ = Address.parse(given[DATABASE_URL])
            given[DATABASE_URL] = address.url
        return self.saved() | given

    def _given_queue(self) -> dict[str, str]:
        """The queue that is named from outside and counts, without its password."""
        try:
            url = QueueAddress.parse(self.overrides.redis_url or "")[0].url_to_keep
        except BadInput:  # none, or one that cannot be read
            url = ""
        runs_on = self.overrides.environment.get(RUNS_ON, "").strip().lower()
        return {name: value for name, value in ((REDIS_URL, url), (RUNS_ON, runs_on)) if value}

    def save(self, values: Mapping[str, str]) -> None:
        """Writes `values`, of which an empty one counts as not set; what is fixed from outside stays as it
        was saved. With the address of another database the schema and the queue go that were saved for the
        last one. Raises SettingsNotSaved where they do not stand in the file afterwards; then what did counts
        on."""
        changes = {name: values[name] for name in KEPT if name in values and not self.overrides.fixes(name)}
        if DATABASE_URL in values and self._leads_elsewhere(values[DATABASE_URL]):
            changes = dict.fromkeys((SCHEMA, *SAVED_QUEUE), "") | changes
        before = {name: self.store.value(f"{GROUP}/{name}") for name in changes}
        self._put(changes)
        if not self._is_written(changes):
            self._put(before)
            raise SettingsNotSaved(self.store.fileName())

    def _put(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            if value in {"", None}:
                self.store.remove(f"{GROUP}/{name}")
            else:
                self.store.setValue(f"{GROUP}/{name}", value)
        self.store.sync()

    def _is_written(self, values: Mapping[str, str]) -> bool:
        """Whether the file holds what was just put into the store, which remembers every trouble of the past:
        one that is new tells of this one. What its memory says is not what the file says."""
        try:
            lines = Path(self.store.fileName()).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            lines = []
        except (OSError, UnicodeError):
            return False
        there = {line.partition("=")[0] for line in lines}
        now = QSettings(self.store.fileName(), QSettings.Format.IniFormat)
        return now.status() is QSettings.Status.NoError and all(
            (name in there) == bool(value) for name, value in values.items()
        )

    def _leads_elsewhere(self, url: str) -> bool:
        """Whether this address is of another database than the saved one, which it is about to replace."""
        if self.overrides.fixes(DATABASE_URL):
            return False
        try:
            before, _ = Address.parse(str(self.store.value(f"{GROUP}/{DATABASE_URL}", "")))
            return not Address.parse(url)[0].is_same_database(before)
        except BadInput:
            return True

    @property
    def has_keyring(self) -> bool:
        """Whether secrets can be kept longer than this run. May be called from any thread, and may block."""
        return self._secrets.is_usable

    def secret(self, name: str) -> str | None:
        """A secret of this run or of the keyring. May be called from any thread, and may block. Raises
        KeychainRefused."""
        return self._held.get(name) or self._secrets.get(name)

    def forget_secret(self, name: str) -> None:
        """Takes a secret out of the keyring, and forgets it. May be called from any thread, and may block.
        Raises KeychainRefused."""
        self._held.pop(name, None)
        if self._secrets.is_usable:
            self._secrets.forget(name)

    def put_secret(self, name: str, secret: str, *, keep: bool) -> None:
        """Holds a secret for this run, and keeps it in the keyring or, without `keep`, takes it out there.
        May be called from any thread, and may block. Raises KeychainRefused; it is held all the same."""
        if self._held.get(name) != secret:
            self.secrets_set[_secret_variable(name)] += 1
        self._held[name] = secret
        if keep:
            self._secrets.keep(name, secret)
        elif self._secrets.is_usable:
            self._secrets.forget(name)


def bucket_secret_name(values: Mapping[str, str]) -> str:
    """The name under which the secret of a bucket's access key stands in the keyring."""
    place = values.get(R2_ENDPOINT) or values.get("R2_ACCOUNT_ID", "")
    return f"{_BUCKET_SECRET}{place} {values.get('R2_BUCKET_NAME', '')} {values.get('R2_ACCESS_KEY_ID', '')}"


def _secret_variable(name: str) -> str:
    """What a secret of this name in the keyring is set by outside of the console."""
    if name.startswith(_BUCKET_SECRET):
        return R2_SECRET
    # A password of Redis has no variable of its own: it stands in the address.
    return REDIS_URL if name.split(":", 1)[0] in SCHEMES else DATABASE_SECRET


def saved_queue_url(url: str) -> str:
    """The URL of Redis as it may be kept, without secrets that somebody has put there; "" where it cannot be
    read."""
    try:
        address, secret = QueueAddress.parse(url)
    except BadInput as error:
        log.warning("The saved setting %s is passed over: %s", REDIS_URL, error)
        return ""
    if secret is not None or address.key_password:
        log.warning("A password in the saved %s is passed over.", REDIS_URL)
    return address.url_to_keep


def stays_in_tray(store: QSettings) -> bool:
    """Whether closing the window leaves running jobs running, without a question."""
    return str(store.value(TRAY_KEY, "false")).lower() == "true"


def lock_after_minutes(store: QSettings) -> int:
    """After how long without any use the window is locked; 0: never. What is damaged counts as not set."""
    minutes = whole_number(str(store.value(LOCK_KEY, LOCK_MINUTES)))
    return LOCK_MINUTES if minutes is None or minutes > LONGEST_LOCK_MINUTES else minutes
