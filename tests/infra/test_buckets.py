"""The program on S3 servers that nobody here wrote, beside our own strict one: what is deleted is the object
of the key, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import StorageUnusable
from app.core.messages import FILES_HIDDEN, FILES_NOT_DELETED
from app.core.storage_messages import (
    KEY_HAS_NO_PERMISSION,
    KEY_IS_WRONG,
    NO_BUCKET,
    NO_KEY,
    NOTHING_THERE,
    OTHER_PREFIX,
)
from app.core.storage_place import Bucket
from app.files.s3 import LONGEST_KEY, S3Storage, isolated_session
from app.files.storage import FileOutcome
from tests.infra.conftest import NewBucket
from tests.support.other_buckets import AccessKey, OtherBucket
from tests.support.product import Product
from tests.support.program import Outcome, Program

OWN = 3
FOLDER = f"attachments/{OWN}/receipt_source/2026/05/"
KEPT = "attachments/777/receipt_source/2026/05/1.pdf"
NAMES = [
    "קבלה ב׳.pdf",
    "a b'\"$;<&>.pdf",
    "x+y %41.pdf",
    "x y A.pdf",
    "a%2Fb.pdf",
    "a/b.pdf",
    "&amp;]]>.pdf",
    "a?b#c,d=e;f:g@h.pdf",
    "caf\u00e9.pdf",
    "cafe\u0301.pdf",
    "CAF\u00c9.pdf",
    "\U0001f600.pdf",
    "\u2028\x85.pdf",
    " .pdf ",
    "-rf",
    "*",
    "~",
    "...",
    ".pdf",
    "1.pdf",
    "1.pdf/2.pdf",
]
_session = isolated_session()


@pytest.fixture
def storage(bucket: OtherBucket, one_session: None) -> S3Storage:
    return S3Storage(bucket.description())


@pytest.fixture
def one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading what boto3 knows about S3 takes longer than a test."""
    monkeypatch.setattr("app.files.s3.isolated_session", lambda: _session)


def run(program: Program, where: Bucket, command: str, *words: object) -> Outcome:
    """A command on the bucket, which the variables of the web side name."""
    program.place[2:] = []  # no folder
    return program.run(
        command,
        *words,
        "--json",
        ATTACHMENT_STORAGE_DRIVER="r2",
        R2_ENDPOINT=where.endpoint_url,
        R2_ACCESS_KEY_ID=where.access_key_id,
        R2_SECRET_ACCESS_KEY=where.secret_access_key,
        R2_BUCKET_NAME=where.name,
    )


def test_the_main_line(product: Product, program: Program, bucket: OtherBucket) -> None:
    business, crashed = product.business(), product.business()
    product.receipts(business, 6, files=2)
    for name in NAMES[:6]:
        key = f"attachments/{business}/receipt_source/2026/05/{name}"
        (attachment,) = product.attachments(business, storage_path=key)
        product.receipts(business, attachment_id=attachment.id)
    product.receipts(crashed, 2, files=1, is_deleted=True)
    product.receipts(business, 1, files=1, is_deleted=True)
    lost = product.scalar("SELECT storage_path FROM attachments WHERE business_id = %s LIMIT 1", business)
    bucket.put(KEPT, *product.storage_paths() - {lost})
    where = bucket.description()
    healthy = run(program, where, "doctor")
    verdicts = {one["code"]: one["verdict"] for one in healthy.json["findings"]}
    assert verdicts["storage_good"] == "ok"
    assert "storage_versions" not in verdicts
    done = run(program, where, "delete", "--business", business, "--confirm", "DELETE")
    assert (done.status, done.err) == (0, "")
    counts = [done.json[name] for name in ("deleted", "files_deleted", "files_missing", "files_left")]
    assert counts == [12, 18, 1, 0]
    assert bucket.objects == {KEPT, *product.storage_paths(crashed)}
    swept = run(program, where, "sweep", "--business", crashed)
    assert (swept.status, swept.json["results"][0]["files_deleted"]) == (0, 2)
    assert (bucket.objects, product.storage_paths()) == ({KEPT}, set())


def test_a_description_that_is_wrong(bucket: OtherBucket, one_session: None) -> None:
    bucket.put(KEPT)
    key = bucket.server.key
    wrong = {
        NO_BUCKET: bucket.description(name=f"{bucket.name}-not"),
        KEY_IS_WRONG: bucket.description(AccessKey("nobody", key.secret)),
        "": bucket.description(),
    }
    for reason, description in [*wrong.items(), (KEY_IS_WRONG, bucket.description(AccessKey(key.id, "x")))]:
        assert why_unusable(description) == reason
    if bucket.server.reader.id:
        assert why_unusable(bucket.description(bucket.server.reader)) == KEY_HAS_NO_PERMISSION
    assert bucket.objects == {KEPT}


def test_an_empty_one(bucket: OtherBucket, one_session: None) -> None:
    assert why_unusable(bucket.description()) == NOTHING_THERE
    bucket.put("elsewhere/1.pdf", "attachment/1.pdf")
    assert why_unusable(bucket.description()) == NOTHING_THERE
    (result,) = S3Storage(bucket.description()).delete(OWN, [f"{FOLDER}1.pdf"])
    assert result.outcome is FileOutcome.FAILED


def why_unusable(description: Bucket) -> str:
    try:
        S3Storage(description).check()
    except StorageUnusable as error:
        return str(error.values["reason"])
    return ""


def long_key() -> str:
    """As long as a key may be, in steps that a folder could hold."""
    steps = FOLDER + "/".join(["x" * 200] * 6)
    return steps[: LONGEST_KEY - 8] + "\u05d0" * 4


def test_it_is_exactly_the_object_of_the_key(bucket: OtherBucket, storage: S3Storage) -> None:
    keys = [*(FOLDER + name for name in NAMES), long_key()]
    bucket.put(KEPT, *keys)
    left = bucket.objects
    assert left == {KEPT, *keys}
    for key in keys:
        assert [one.outcome for one in storage.delete(OWN, [key, f"{FOLDER}not.pdf"])] == [
            FileOutcome.DELETED,
            FileOutcome.ALREADY_GONE,
        ], key
        left -= {key}
        assert bucket.objects == left, key
    bucket.put(*keys)
    assert {one.outcome for one in storage.delete(OWN, keys)} == {FileOutcome.DELETED}
    assert bucket.objects == {KEPT}


def test_a_key_that_leads_elsewhere_is_not_asked_for(bucket: OtherBucket, storage: S3Storage) -> None:
    """SeaweedFS drops an empty step, and the first one: these are the objects of other keys there."""
    bucket.put(KEPT, f"{FOLDER}b.pdf", f"{FOLDER}c.pdf")
    before = bucket.objects
    odd = [f"{FOLDER}/b.pdf", f"{FOLDER}./b.pdf", f"{FOLDER}b.pdf/", f"{FOLDER}x/../b.pdf", FOLDER]
    results = storage.delete(OWN, [*odd, f"/{FOLDER}b.pdf", "/", ""])
    assert {one.outcome for one in results} == {FileOutcome.REFUSED}
    assert [one.reason for one in results] == [NO_KEY] * 5 + [OTHER_PREFIX] * 3
    assert bucket.objects == before


def test_what_names_a_folder_deletes_nothing_in_it(bucket: OtherBucket, storage: S3Storage) -> None:
    bucket.put(KEPT, f"{FOLDER}b.pdf", f"{FOLDER}sub/c.pdf")
    before = bucket.objects
    keys = [
        FOLDER.rstrip("/"),
        f"{FOLDER}sub",
        f"attachments/{OWN}/receipt_source",
        f"{FOLDER}b",
        f"{FOLDER}*",
    ]
    assert {one.outcome for one in storage.delete(OWN, keys)} == {FileOutcome.ALREADY_GONE}
    assert bucket.objects == before


def test_a_bucket_that_keeps_versions(product: Product, program: Program, new_bucket: NewBucket) -> None:
    business = product.business()
    product.receipts(business, 3, files=1)
    bucket = new_bucket()
    client = bucket.server.client
    client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    bucket.put(KEPT, *product.storage_paths())
    versions = {KEPT, *product.storage_paths()}
    where = bucket.description()
    findings = {one["code"] for one in run(program, where, "doctor").json["findings"]}
    assert {"storage_good", "storage_versions"} <= findings
    done = run(program, where, "delete", "--business", business, "--confirm", "DELETE")
    assert (done.status, done.json["files_deleted"], done.json["files_left"]) == (0, 3, 0)
    assert FILES_HIDDEN.format(count=3) in product.last_error()
    assert bucket.objects == {KEPT}
    listed = client.list_object_versions(Bucket=bucket.name)["Versions"]
    assert {version["Key"] for version in listed} == versions


@pytest.mark.usefixtures("one_session")
def test_a_look_leaves_no_mark_in_a_bucket_that_keeps_versions(new_bucket: NewBucket) -> None:
    """Deleting what was never there marks it as deleted."""
    bucket = new_bucket()
    client = bucket.server.client
    client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    bucket.put(KEPT)
    S3Storage(bucket.description()).check()
    found = client.list_object_versions(Bucket=bucket.name)
    assert [one["Key"] for one in (*found["Versions"], *found.get("DeleteMarkers", ()))] == [KEPT]


@pytest.mark.usefixtures("one_session")
def test_locks_hold_a_version_that_is_hidden_all_the_same(new_bucket: NewBucket) -> None:
    bucket = new_bucket(ObjectLockEnabledForBucket=True)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    keys = [f"{FOLDER}{number}.pdf" for number in range(3)]
    bucket.put(keys[0], ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate=tomorrow)
    bucket.put(keys[1], ObjectLockLegalHoldStatus="ON")
    bucket.put(keys[2], KEPT)
    storage = S3Storage(bucket.description())
    assert storage.keeps_versions()
    assert {(one.outcome, one.data_stays) for one in storage.delete(OWN, keys)} == {
        (FileOutcome.DELETED, True)
    }
    assert bucket.objects == {KEPT}


def test_keys_that_a_policy_protects(product: Product, program: Program, new_bucket: NewBucket) -> None:
    """The others go; these are tried again once, at the job's end, and stay with their rows and a reason."""
    business = product.business()
    product.receipts(business, 4, files=1)
    bucket = new_bucket()
    held, *others = sorted(product.storage_paths())
    bucket.put(KEPT, held, *others)
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteObject",
        "Resource": f"arn:aws:s3:::{bucket.name}/{held}",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    bucket.server.client.put_bucket_policy(Bucket=bucket.name, Policy=policy)
    done = run(program, bucket.description(), "delete", "--business", business, "--confirm", "DELETE")
    assert (done.status, done.json["files_deleted"], done.json["files_left"]) == (1, 3, 1)
    assert FILES_NOT_DELETED.format(count=1, reason=KEY_HAS_NO_PERMISSION) in product.last_error()
    assert (bucket.objects, product.storage_paths()) == ({KEPT, held}, {held})
