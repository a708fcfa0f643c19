"""The main line on servers that others have built, the oldest and the newest; straight and by a pooler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.infra.walk import Walk, make_tables
from tests.support import servers
from tests.support.databases import Databases
from tests.support.fetching import NotToBeHadError
from tests.support.pooler import pooler
from tests.support.product import Product


@pytest.fixture(scope="module")
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture(scope="module")
def there() -> dict[str, Databases]:
    """The servers that run, by name."""
    return {}


@pytest.fixture
def databases_on(request: pytest.FixtureRequest, stack: ExitStack, there: dict[str, Databases]) -> Databases:
    """The server that the test's parameter names: started by its first test, and shared by all."""
    name: str = request.param
    if name not in there:
        try:
            cluster = stack.enter_context(servers.running(name))
        except NotToBeHadError as error:
            pytest.skip(f"There is no PostgreSQL {name} here: {error}")
        there[name] = stack.enter_context(Databases.on(cluster.url()))
    return there[name]


MODES = ["direct", "session", "transaction"]

# The embedded server, met straight by all other tests, is as new as the newest.
ALWAYS = {
    (servers.OLDEST, "direct"),
    (servers.OLDEST, "transaction"),
    (servers.DEBIAN, "session"),
    (servers.NEWEST, "transaction"),
}

WAYS = [
    pytest.param(name, mode, marks=() if (name, mode) in ALWAYS else pytest.mark.soak)
    for name in (servers.DEBIAN, *servers.VERSIONS)
    for mode in MODES
]


@pytest.mark.parametrize(("databases_on", "mode"), WAYS, indirect=["databases_on"])
def test_the_main_line(
    databases_on: Databases, storage_root: Path, walk_on: Callable[..., Walk], mode: str
) -> None:
    with databases_on.fresh(template=False) as url, Product(url, storage_root) as product, ExitStack() as way:
        make_tables(product)
        words = [] if mode == "direct" else ["--database-url", way.enter_context(pooler(url, mode))]
        walk_on(product, *words).whole()
