"""What tests of workers on a server need: the web side, whose queue is a real Redis, and consoles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.queue.server_queue import ServerQueue
from tests.support.product import Product
from tests.support.program import HereProgram
from tests.support.running import Station
from tests.support.web_queue import WebQueue
from tests.support.web_side import WebSide


@pytest.fixture
def here(
    product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> HereProgram:
    """Each command runs in this process."""
    return HereProgram(product, tmp_path / "data", None, monkeypatch, capsys)


@pytest.fixture
def queue(redis_url: str) -> Iterator[ServerQueue]:
    """The queue as a console has it."""
    queue = ServerQueue(redis_url)
    yield queue
    queue.close(2.0)


@pytest.fixture
def desk(product: Product, queue: ServerQueue) -> Iterator[Station]:
    """A console that hands jobs over."""
    with Station(product, server=queue) as desk:
        yield desk


@pytest.fixture
def web(product: Product, redis_url: str) -> Iterator[WebSide]:
    """The web side of the product, with batches of ten receipts."""
    entries = WebQueue(redis_url)
    with WebSide(product.url, product.storage_root, batch_size=10) as web:
        web.queue = entries
        yield web
    entries.close()
