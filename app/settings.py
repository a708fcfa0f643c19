"""Connection, storage and policy, as the environment and the command line set them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import BadInput
from app.core.policy import PaceMode, Policy, check_workers
from app.core.storage_place import Bucket, Folder, StoragePlace

DATABASE_URL = "SWEEP_DATABASE_URL"
STORAGE_ROOT = "SWEEP_STORAGE_ROOT"
STORAGE_DRIVER = "ATTACHMENT_STORAGE_DRIVER"
PASSWORD = "SWEEP_PASSWORD"

DEFAULT_PACE = PaceMode.FIXED


@dataclass(frozen=True, slots=True)
class Settings:
    """What the console runs with. The database URL may hold a password: it is never shown or logged."""

    database_url: str | None = field(default=None, repr=False)
    storage: StoragePlace | None = None
    policy: Policy = field(default_factory=Policy)
    workers: int = 4

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str],
        *,
        database_url: str | None = None,
        storage_root: str | None = None,
    ) -> Settings:
        """From the environment, over which the arguments win. Raises BadInput kinds.

        Storage: the folder of SWEEP_STORAGE_ROOT, unless ATTACHMENT_STORAGE_DRIVER is `r2`, the web side's
        word for the bucket that its R2_… variables name.
        Policy: SWEEP_PACE ("adaptive", or "fixed", which whoever sets one of the next two means),
        SWEEP_BATCH_SIZE (receipts), SWEEP_THROTTLE_MS, SWEEP_RUNTIME_CAP (seconds or "none"),
        SWEEP_FAILURE_CAP, SWEEP_AUTO_CONTINUE (1 or 0), SWEEP_WORKERS.
        """
        default = Policy()
        return cls(
            database_url=database_url or environment.get(DATABASE_URL),
            storage=_storage(environment, storage_root),
            policy=Policy(
                batch_size=_whole(environment, "SWEEP_BATCH_SIZE", default.batch_size),
                throttle_ms=_whole(environment, "SWEEP_THROTTLE_MS", default.throttle_ms),
                runtime_cap_seconds=_cap(environment, default.runtime_cap_seconds),
                failure_cap=_whole(environment, "SWEEP_FAILURE_CAP", default.failure_cap),
                auto_continue=_switch(environment, "SWEEP_AUTO_CONTINUE", default.auto_continue),
                mode=_mode(environment),
            ),
            workers=check_workers(_whole(environment, "SWEEP_WORKERS", 4)),
        )


def _storage(environment: Mapping[str, str], chosen: str | None) -> StoragePlace | None:
    """A folder that is chosen is meant; one of the environment never stands in for a bucket."""
    driver = environment.get(STORAGE_DRIVER, "").strip().lower() or "local"
    if not chosen and driver == "r2":
        return Bucket.read(environment)
    if not chosen and driver != "local":
        raise BadInput(f"{STORAGE_DRIVER} must be local or r2, not {driver!r}.")
    root = chosen or environment.get(STORAGE_ROOT)
    return Folder(Path(root)) if root else None


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if text is None or not text.strip():
        return default
    try:
        return int(text)
    except ValueError as error:
        raise BadInput(f"{name} must be a whole number, not {text!r}.") from error


def _switch(environment: Mapping[str, str], name: str, default: bool) -> bool:
    value = _whole(environment, name, int(default))
    if value not in {0, 1}:
        raise BadInput(f"{name} must be 1 or 0, not {value}.")
    return value == 1


def _mode(environment: Mapping[str, str]) -> PaceMode:
    text = environment.get("SWEEP_PACE", "").strip().lower()
    if text not in {"", *PaceMode}:
        raise BadInput(f"SWEEP_PACE must be adaptive or fixed, not {text!r}.")
    if not text:
        chosen = environment.get("SWEEP_BATCH_SIZE") or environment.get("SWEEP_THROTTLE_MS")
        return PaceMode.FIXED if chosen else DEFAULT_PACE
    return PaceMode(text)


def _cap(environment: Mapping[str, str], default: int | None) -> int | None:
    if environment.get("SWEEP_RUNTIME_CAP", "").strip().lower() == "none":
        return None
    return _whole(environment, "SWEEP_RUNTIME_CAP", default or 0)
