"""The program in a process of its own, on a place that is not as it ought to be; roles that a test makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.infra.roles import Roles
from tests.support.bucket_server import BUCKET, KEY_ID, SECRET, BucketServer
from tests.support.other_buckets import AccessKey, OtherBucket, S3Server, moto, seaweed
from tests.support.product import Product

NewBucket = Callable[..., OtherBucket]
_bucket_numbers = count(1)


@pytest.fixture
def roles(product: Product) -> Iterator[Roles]:
    """Makes roles, which are gone after the test; skips it where that is not allowed."""
    with Roles(product) as made:
        yield made


@pytest.fixture(scope="session")
def moto_server() -> Iterator[S3Server]:
    """moto's, for a run of the tests."""
    with moto() as server:
        yield server


@pytest.fixture(scope="session")
def seaweed_server() -> Iterator[S3Server]:
    """SeaweedFS's, for a run of the tests; skips the test where there is none."""
    with seaweed() as server:
        yield server


@pytest.fixture
def own_server() -> Iterator[S3Server]:
    """Our own, which has one key and one bucket, by the side of those that nobody here wrote."""
    key = AccessKey(KEY_ID, SECRET)
    with BucketServer() as server:
        yield S3Server("ours", server.endpoint, key, key, AccessKey("", ""))


@pytest.fixture(params=["own_server", "moto_server", "seaweed_server"])
def bucket(request: pytest.FixtureRequest) -> OtherBucket:
    """An empty bucket on each of the servers."""
    server: S3Server = request.getfixturevalue(request.param)
    if request.param == "own_server":
        return OtherBucket(server, BUCKET)
    return server.bucket(f"files-{next(_bucket_numbers)}")


@pytest.fixture(params=["moto_server", "seaweed_server"])
def other_server(request: pytest.FixtureRequest) -> S3Server:
    """Each of the servers that nobody here wrote."""
    server: S3Server = request.getfixturevalue(request.param)
    return server


@pytest.fixture
def new_bucket(other_server: S3Server) -> NewBucket:
    """Makes an empty bucket on one of the others, with the options of CreateBucket."""
    return lambda **options: other_server.bucket(f"files-{next(_bucket_numbers)}", **options)
