"""The program in a process of its own, and in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.support.passwords import role_with_password
from tests.support.product import Product, User
from tests.support.program import HereProgram, Outcome

Call = Callable[..., Outcome]


@pytest.fixture
def here(
    product: Product,
    user: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> HereProgram:
    """Each command runs in this process."""
    return HereProgram(product, tmp_path / "data", user, monkeypatch, capsys)


@pytest.fixture
def call(here: HereProgram, product: Product) -> Call:
    """Runs a command that must change nothing, and must not speak of bugs."""
    product.receipts(product.business("Alma"), 3, files=1)

    def run(*words: object, **environment: str) -> Outcome:
        before = product.all_rows(), sum(path.is_file() for path in product.storage_root.rglob("*"))
        done = here.call(*words, **environment)
        assert "Traceback" not in done.out + done.err
        assert (
            product.all_rows(),
            sum(path.is_file() for path in product.storage_root.rglob("*")),
        ) == before
        return done

    return run


@pytest.fixture
def guarded(database_url: str) -> Iterator[URL]:
    """The test's database for a role that must say its password."""
    with role_with_password(database_url) as address:
        yield address
