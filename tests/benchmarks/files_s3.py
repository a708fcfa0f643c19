"""Receipts a second with two files each in a bucket that takes 50 ms for every request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from boto3.session import Session
from botocore.config import Config

from app.core.storage_place import Bucket
from app.files.s3 import S3Storage
from tests.benchmarks import contestants, peer
from tests.benchmarks.content import keys_of
from tests.benchmarks.files_local import BATCHES, BUSINESS, fill_with_files
from tests.benchmarks.ground import Ground, session
from tests.benchmarks.report import Report, alternately
from tests.support.bucket_server import BUCKET, KEY_ID, SECRET

LATENCY_MS = 50


def measure(ground: Ground, *, quick: bool) -> Report:
    """The peer deletes fewer receipts, because its speed does not depend on how many there are."""
    receipts, of_peer, runs = (40, 4, 1) if quick else (5_000, 60, 3)

    def race(count: int, run: Callable[[str, Bucket], float]) -> Callable[[], float]:
        template = ground.template(fill_with_files(count))

        def timed() -> float:
            with ground.copy(template) as url:
                with session(url) as cursor:
                    keys = keys_of(cursor, BUSINESS)
                with _bucket(ground.folder / "keys", keys) as bucket:
                    took = run(url, bucket)
                contestants.require_done(url, BUSINESS, files=True)
            return count / took

        return timed

    def console(batch_size: int) -> Callable[[], float]:
        policy = contestants.unthrottled(batch_size)
        return race(
            receipts, lambda url, bucket: contestants.run_job(url, BUSINESS, policy, S3Storage(bucket))
        )

    found = alternately(
        {
            f"peer, batches of 50, {of_peer} receipts": race(of_peer, _peer),
            **{f"console, batches of {size:,}": console(size) for size in BATCHES},
        },
        runs,
    )
    title = (
        f"{receipts:,} receipts with two files each in a bucket that waits {LATENCY_MS} ms before each"
        f" answer, no throttle; {runs} runs each."
    )
    report = Report("files_s3", title)
    series = [report.add(name, "receipts/s", values) for name, values in found.items()]
    report.aim("console over the peer", series[-1].median / series[0].median, at_least=200)
    return report


def _peer(url: str, bucket: Bucket) -> float:
    client = Session().client(
        "s3",
        endpoint_url=bucket.endpoint,
        aws_access_key_id=bucket.access_key_id,
        aws_secret_access_key=bucket.secret_access_key,
        region_name="auto",
        config=Config(s3={"addressing_style": "path"}),
    )
    took = peer.run_job(
        url,
        BUSINESS,
        throttle=0,
        delete_file=lambda key: client.delete_object(Bucket=bucket.name, Key=key),
    )
    client.close()
    return took


@contextmanager
def _bucket(file: Path, keys: Sequence[str]) -> Iterator[Bucket]:
    """The server is a process of its own, so that it does not share the console's interpreter."""
    file.write_text("\n".join(keys), encoding="utf-8")
    command = [sys.executable, "-m", "tests.support.bucket_server", "--latency-ms", str(LATENCY_MS)]
    with subprocess.Popen(
        [*command, "--names-only", str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            endpoint = server.stdout.readline().strip()
            yield Bucket(BUCKET, KEY_ID, SECRET, endpoint_url=endpoint)
        finally:
            server.stdin.close()
