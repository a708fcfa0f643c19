"""Whole jobs on a bucket: real HTTP, real signatures, and a service that fails in the middle."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.messages import FILES_NOT_DELETED
from app.core.storage_messages import UNREPORTED
from app.engine.events import Ending
from app.files.s3 import S3Storage, isolated_session
from app.files.s3_answers import REASONS
from tests.support.bucket_server import SECRET, BucketServer
from tests.support.logs import ExpectedLogs
from tests.support.product import Product
from tests.support.program import Program
from tests.support.running import Station

_session = isolated_session()


@pytest.fixture
def server(product: Product, business: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketServer]:
    """A bucket that holds the files of 25 receipts, two each, and one of another business."""
    monkeypatch.setattr("app.files.s3.isolated_session", lambda: _session)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    product.receipts(business, 25, files=2)
    product.receipts(product.business(), 1, files=1)
    with BucketServer() as running:
        running.objects.update(row["storage_path"] for row in product.rows("SELECT * FROM attachments"))
        yield running


def requests(server: BucketServer) -> list[int]:
    """How many keys each request to delete named."""
    return [len(asked.keys) for asked in server.asked if asked.operation == "DeleteObjects"]


def test_a_job_asks_once_a_page(server: BucketServer, product: Product, business: int) -> None:
    with Station(product, "cloud", storage=S3Storage(server.description())) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    assert (result.ending, result.succeeded, result.files_deleted, result.files_left) == (
        Ending.COMPLETED,
        25,
        50,
        0,
    )
    assert requests(server) == [50]
    assert server.objects == product.storage_paths()
    assert len(server.objects) == 1


def test_keys_that_the_bucket_refuses_keep_their_rows_and_are_found_later(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays .*: the access key has no permission for it")
    held = set(sorted(key for key in server.objects if key.startswith(f"attachments/{business}/"))[::7])
    server.fails = lambda key: "AccessDenied" if key in held else None
    with Station(product, "cloud", storage=S3Storage(server.description())) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
        assert (result.files_deleted, result.files_left) == (50 - len(held), len(held))
        assert server.objects == product.storage_paths()
        assert held < server.objects
        server.fails = lambda key: None
        product.receipts(business, 1)
        product.execute("UPDATE background_jobs SET created_at = created_at - interval '61 s'")
        (again,) = station.start(business)
        assert station.run(again).files_deleted == len(held)
    assert server.objects == product.storage_paths()


def test_a_bucket_that_is_away_for_a_while_stops_no_receipt(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("The files stay: .*: it is overloaded")
    storage = S3Storage(server.description())
    storage.check()
    with Station(product, "cloud", storage=storage, files_behind=0) as station:
        (job_id,) = station.start(business)

        def away(wait: int) -> None:
            server.refuses = lambda operation: (503, "SlowDown") if wait < 2 else None

        away(0)
        result = station.run_until(job_id, away)
    assert (result.ending, result.succeeded, result.files_deleted) == (Ending.COMPLETED, 25, 50)
    assert server.objects == product.storage_paths()


@pytest.mark.parametrize("bursts", [1, 2])
def test_a_burst_is_waited_for(server: BucketServer, product: Product, business: int, bursts: int) -> None:
    """In a good answer, some keys were slowed down; each is asked for again, and no other."""
    held = set(sorted(key for key in server.objects if key.startswith(f"attachments/{business}/"))[::5])
    server.fails = lambda key: "SlowDown" if key in held and len(requests(server)) <= bursts else None
    waits: list[float] = []
    storage = S3Storage(server.description(), sleep=waits.append)
    with Station(product, "cloud", storage=storage) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    assert (result.ending, result.files_deleted, result.files_left) == (Ending.COMPLETED, 50, 0)
    assert requests(server) == [50, *[len(held)] * bursts]
    assert len(waits) == bursts
    assert server.objects == product.storage_paths()


def test_a_burst_without_an_end_is_not(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect(r"Attachment \d+ stays")
    held = set(sorted(key for key in server.objects if key.startswith(f"attachments/{business}/"))[::5])
    server.fails = lambda key: "SlowDown" if key in held else None
    storage = S3Storage(server.description(), sleep=lambda _seconds: None)
    with Station(product, "cloud", storage=storage) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    assert (result.files_deleted, result.files_left) == (50 - len(held), len(held))
    assert FILES_NOT_DELETED.format(count=len(held), reason=REASONS["SlowDown"]) in product.last_error()
    assert requests(server) == [50, *[len(held)] * 5]  # and once more at the end of the job
    assert held < server.objects == product.storage_paths()


def test_what_is_gone_though_its_answer_failed_is_not_taken_for_missing(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """Fifty missing files would look like a wrong storage, and keep their rows."""
    expected_logs.expect(r"Attachment \d+ stays")
    server.loses = lambda: (500, "InternalError") if len(requests(server)) <= 3 else None
    with Station(product, "cloud", storage=S3Storage(server.description())) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    counts = (result.ending, result.files_deleted, result.files_missing, result.files_left)
    assert counts == (Ending.COMPLETED, 50, 0, 0)
    assert server.objects == product.storage_paths()
    assert len(server.objects) == 1


def test_a_service_that_tells_errors_alone_is_not_believed(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs
) -> None:
    """A proxy that answers anything with nothing says the same."""
    expected_logs.expect(r"Attachment \d+ stays")
    server.quiet = True
    with Station(product, "cloud", storage=S3Storage(server.description())) as station:
        (job_id,) = station.start(business)
        assert station.run(job_id).files_left == 50
        assert FILES_NOT_DELETED.format(count=50, reason=UNREPORTED) in product.last_error()
        assert product.attachment_count(business) == 50
        assert requests(server) == [50, 50]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "NoSuchBucket"),
        (400, "ExpiredToken"),
        (403, "RequestTimeTooSkewed"),
        (403, "AccessDenied"),
        (503, "SlowDown"),
    ],
)
def test_a_bucket_that_is_lost_in_the_middle(
    server: BucketServer, product: Product, business: int, expected_logs: ExpectedLogs, status: int, code: str
) -> None:
    """Receipts go on; the files that are left are told with the reason, and asked for a bounded number of
    times."""
    expected_logs.expect(r"Attachment \d+ stays|The files stay")

    def refuses(operation: str) -> tuple[int, str] | None:
        done = len(requests(server)) - (operation == "DeleteObjects")
        return (status, code) if done else None

    server.refuses = refuses
    with Station(product, "cloud", storage=S3Storage(server.description()), files_behind=0) as station:
        (job_id,) = station.start(business)
        result = station.run(job_id)
    assert (result.ending, result.succeeded) == (Ending.COMPLETED, 25)
    assert (result.files_deleted, result.files_left) == (20, 30)
    assert FILES_NOT_DELETED.format(count=30, reason=REASONS[code]) in product.last_error()
    assert server.objects == product.storage_paths()
    assert len(server.asked) < 20


def test_the_command_line_works_on_a_bucket(server: BucketServer, product: Product, business: int) -> None:
    program = Program(product, product.storage_root.parent / "data", product.user())
    program.place[2:] = []  # no folder
    bucket = {
        "ATTACHMENT_STORAGE_DRIVER": "r2",
        "R2_ENDPOINT_URL": server.endpoint,
        "R2_ACCESS_KEY_ID": server.description().access_key_id,
        "R2_SECRET_ACCESS_KEY": SECRET,
        "R2_BUCKET_NAME": server.description().name,
    }
    healthy = program.run("doctor", "--json", **bucket)
    assert healthy.status == 0
    place = f"{server.endpoint}/{server.description().name}"
    (found,) = [one for one in healthy.json["findings"] if one["code"] == "storage_good"]
    assert place in found["sentence"]
    words = ("delete", "--business", business, "--confirm", "DELETE", "--json")
    done = program.run(*words, **bucket, SWEEP_THROTTLE_MS="0")
    assert (done.status, done.json["deleted"], done.json["files_deleted"]) == (0, 25, 50)
    assert server.objects == product.storage_paths()
    wrong = program.run("doctor", "--json", **(bucket | {"R2_SECRET_ACCESS_KEY": f"{SECRET}-wrong"}))
    assert wrong.status == 1
    for said in (healthy, done, wrong):
        assert SECRET not in said.out + said.err
