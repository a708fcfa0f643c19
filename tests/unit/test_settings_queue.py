"""The queue belongs to the connection: none is ever left in place for another database."""

from __future__ import annotations

import pytest

from app.core.errors import BadInput
from app.core.server import RunsOn
from app.settings import Overrides, Settings, usable

HERE, THERE = "postgresql://db.example/product", "postgresql://other.example/product"
QUEUE = "rediss://support@queue.example:6379/0"
OTHER = "redis://other-queue.example:6379/0"
SAVED = {"SWEEP_DATABASE_URL": HERE, "SWEEP_REDIS_URL": QUEUE, "SWEEP_RUNS_ON": "server"}


@pytest.mark.parametrize("name", ["SWEEP_REDIS_URL", "REDIS_URL"])
def test_the_environments_queue_counts_for_its_own_database_alone(name: str) -> None:
    given = {name: QUEUE}
    assert Settings.read(given).redis_url == QUEUE
    assert Settings.read(given, database_url=THERE).redis_url == QUEUE  # named with it
    given["SWEEP_DATABASE_URL"] = HERE
    assert Settings.read(given).redis_url == QUEUE
    assert Settings.read(given, database_url=HERE).redis_url == QUEUE
    assert Settings.read(given, database_url=THERE).redis_url is None


@pytest.mark.parametrize("name", ["SWEEP_REDIS_URL", "REDIS_URL"])
def test_a_saved_connection_has_its_own_queue_or_none(name: str) -> None:
    given = Overrides({name: OTHER})
    assert given.over(SAVED).redis_url == QUEUE
    assert given.over({"SWEEP_DATABASE_URL": HERE}).redis_url is None
    assert given.fixes("SWEEP_REDIS_URL") == ""
    assert given.redis_url is None


@pytest.mark.parametrize(
    ("environment", "url"),
    [({}, THERE), ({"SWEEP_DATABASE_URL": THERE}, None), ({"SWEEP_DATABASE_URL": HERE}, THERE)],
)
def test_a_saved_queue_does_not_count_for_a_database_from_outside(
    environment: dict[str, str], url: str | None
) -> None:
    given = Overrides(environment, database_url=url)
    settings = given.over(SAVED)
    assert (settings.redis_url, settings.runs_on) == (None, RunsOn.HERE)
    assert given.fixes("SWEEP_REDIS_URL") in {"--database-url", "SWEEP_DATABASE_URL"}
    assert given.fixes("SWEEP_RUNS_ON") in {"--database-url", "SWEEP_DATABASE_URL"}


def test_what_fixes_the_queue_is_named() -> None:
    given = Overrides({"REDIS_URL": QUEUE, "SWEEP_DATABASE_URL": HERE})
    assert given.fixes("SWEEP_REDIS_URL") == "REDIS_URL"
    assert given.redis_url == QUEUE
    given = Overrides(
        {"REDIS_URL": OTHER, "SWEEP_REDIS_URL": QUEUE, "SWEEP_RUNS_ON": "here"}, database_url=HERE
    )
    assert given.fixes("SWEEP_REDIS_URL") == "SWEEP_REDIS_URL"
    assert given.fixes("SWEEP_RUNS_ON") == "SWEEP_RUNS_ON"
    assert Overrides({"SWEEP_RUNS_ON": "here"}).over(SAVED).runs_on is RunsOn.HERE


def test_what_was_saved_of_a_queue_is_used_with_its_database_alone() -> None:
    assert usable(SAVED) == SAVED
    assert usable({name: text for name, text in SAVED.items() if name != "SWEEP_DATABASE_URL"}) == {}
    no_queue = {name: text for name, text in SAVED.items() if name != "SWEEP_REDIS_URL"}
    assert usable(no_queue) == {"SWEEP_DATABASE_URL": HERE}


def test_a_damaged_default_place_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("ERROR"):
        assert "SWEEP_RUNS_ON" not in usable(SAVED | {"SWEEP_RUNS_ON": "both"})
    with pytest.raises(BadInput, match="SWEEP_RUNS_ON must be here or server, not 'both'"):
        Settings.read({"SWEEP_RUNS_ON": "both"})


def test_no_repr_shows_the_queues_password() -> None:
    url = "redis://:hush-7f3a@queue.example"
    assert "hush" not in repr(Settings.read({"SWEEP_REDIS_URL": url}))
    assert "hush" not in repr(Overrides({"SWEEP_REDIS_URL": url}))
