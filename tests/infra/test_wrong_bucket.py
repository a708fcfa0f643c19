"""The same for a bucket: another one, or another prefix, is not the storage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.bucket_server import BUCKET, KEY_ID, SECRET, BucketServer
from tests.support.product import Product, User
from tests.support.program import Outcome, Program, finished


@pytest.fixture
def bucket() -> Iterator[BucketServer]:
    with BucketServer() as server:
        yield server


def run(
    program: Program,
    product: Product,
    user: User,
    bucket: BucketServer,
    command: str,
    *words: object,
    endpoint: str = "R2_ENDPOINT_URL",
) -> Outcome:
    """A command on the bucket, which the variables of the web side name."""
    where = [command, "--database-url", product.url, "--user", user.email, *map(str, words), "--json"]
    environment = {
        "ATTACHMENT_STORAGE_DRIVER": "r2",
        "R2_ACCOUNT_ID": "",
        "R2_ACCESS_KEY_ID": KEY_ID,
        "R2_SECRET_ACCESS_KEY": SECRET,
        "R2_BUCKET_NAME": BUCKET,
        endpoint: bucket.endpoint,
    }
    return finished(program.python("main.py", *where, **environment))


def test_the_variable_that_the_web_side_reads(
    product: Product, program: Program, user: User, bucket: BucketServer
) -> None:
    business_id = product.business()
    product.receipts(business_id, 5, files=2)
    bucket.objects = product.storage_paths() | {"attachments/777/kept"}
    words = ["--business", business_id, "--confirm", "DELETE"]
    done = run(program, product, user, bucket, "delete", *words, endpoint="R2_ENDPOINT")
    assert (done.status, done.err) == (0, "")
    assert done.json["files_deleted"] == 10
    assert bucket.objects == {"attachments/777/kept"}


@pytest.mark.parametrize("prefix", ["backup/", "attachments/"])
@pytest.mark.parametrize("command", ["delete", "sweep"])
def test_another_prefix(
    product: Product, program: Program, user: User, bucket: BucketServer, command: str, prefix: str
) -> None:
    """Something lies under attachments/, but nothing that the database knows of."""
    business_id = product.business()
    product.receipts(business_id, 5, files=2)
    bucket.objects = {prefix + key for key in product.storage_paths()} | {
        "attachments/777/receipt_source/1.pdf"
    }
    objects = set(bucket.objects)
    if command == "sweep":
        product.execute("UPDATE receipts SET is_deleted = true")
    before = product.all_rows()
    words = ["--confirm", "DELETE"] if command == "delete" else []
    done = run(program, product, user, bucket, command, "--business", business_id, *words)
    assert done.status == 1
    assert f"attachments/{business_id}/" in done.err
    assert (product.all_rows(), bucket.objects) == (before, objects)
