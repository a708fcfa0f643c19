"""The main line on servers that others have built, from the oldest to the newest, straight and by a pooler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.infra.walk import Walk, make_tables
from tests.support import servers
from tests.support.databases import Databases
from tests.support.fetching import NotToBeHadError
from tests.support.pooler import pooler
from tests.support.process_pool import ProcessPool
from tests.support.product import Product
from tests.support.program import Program


@pytest.fixture(scope="module")
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture(scope="module")
def there() -> dict[str, Databases]:
    """The servers that run, by name."""
    return {}


@pytest.fixture
def databases_on(
    request: pytest.FixtureRequest, stack: ExitStack, there: dict[str, Databases]
) -> Databases:
    """The server that the test's parameter names: started by its first test, and shared by all."""
    name: str = request.param
    if name not in there:
        try:
            cluster = stack.enter_context(servers.running(name))
        except NotToBeHadError as error:
            pytest.skip(f"There is no PostgreSQL {name} here: {error}")
        there[name] = stack.enter_context(Databases.on(cluster.url()))
    return there[name]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPool]:
    with ProcessPool(tmp_path_factory.mktemp("consoles")) as consoles:
        yield consoles


@pytest.mark.parametrize("mode", ["direct", "session", "transaction"])
@pytest.mark.parametrize("databases_on", [servers.OLDEST, servers.DEBIAN, servers.NEWEST], indirect=True)
def test_the_main_line(
    databases_on: Databases, pool: ProcessPool, tmp_path: Path, storage_root: Path, mode: str
) -> None:
    with databases_on.fresh(template=False) as url, Product(url, storage_root) as product, ExitStack() as way:
        make_tables(product)
        program = Program(product, tmp_path / "data", product.user())
        words = [] if mode == "direct" else ["--database-url", way.enter_context(pooler(url, mode))]
        Walk(product, program, pool, *words).whole()
