"""Where a command works: what counts in the demo too."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.connection import ConnectionProfile
from app.cli import opening
from app.core.server import RunsOn
from app.core.storage_place import Folder
from app.settings import Settings


@pytest.mark.parametrize(
    ("queue", "runs_on"), [("redis://127.0.0.1:1/0", RunsOn.SERVER), (None, RunsOn.HERE)]
)
def test_where_jobs_run_is_set_for_the_demo_too_where_it_has_a_queue(
    monkeypatch: pytest.MonkeyPatch, queue: str | None, runs_on: RunsOn
) -> None:
    @contextmanager
    def demo(**_more: Any) -> Iterator[ConnectionProfile]:
        yield ConnectionProfile("postgresql://demo", Folder(Path()), redis_url=queue)

    monkeypatch.setattr(opening, "open_demo", demo)
    options = Namespace(demo=True, reset=False)
    with opening.open_profile(options, Settings(runs_on=RunsOn.SERVER)) as profile:
        assert profile.runs_on is runs_on
