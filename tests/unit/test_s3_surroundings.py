"""`app.files.s3`: what this computer says to other programs that speak S3 says nothing to the console."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES, DEFAULT_S3_CONFIG_VARS
from botocore.loaders import Loader

from app.files.s3 import S3Storage
from app.files.storage import FileOutcome
from tests.support.bucket_server import BucketServer

KEY = "attachments/3/receipt_source/2026/05/1.pdf"
NOWHERE = "http://127.0.0.1:9"

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "other",
    "AWS_SECRET_ACCESS_KEY": "other",
    "AWS_SESSION_TOKEN": "other",
    "AWS_REGION": "not a region",
    "AWS_ENDPOINT_URL": NOWHERE,
    "AWS_ENDPOINT_URL_S3": NOWHERE,
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent",
} | {
    spelled: "odd value"
    for _, spelled, *_ in (BOTOCORE_DEFAUT_SESSION_VARIABLES | DEFAULT_S3_CONFIG_VARS).values()
    if isinstance(spelled, str)
}
"""All that botocore reads, so far as it says so."""

OTHER_PROFILE = """
[default]
region = not a region
endpoint_url = http://127.0.0.1:9
ca_bundle = /nonexistent.pem
retry_mode = none at all
max_attempts = many
defaults_mode = auto
services = elsewhere
s3 =
    addressing_style = virtual
    use_accelerate_endpoint = true
    payload_signing_enabled = perhaps
[services elsewhere]
s3 =
    endpoint_url = http://127.0.0.1:9
"""

FILES = {
    "broken": b"[default\nregion",
    "no text": b"\xff\x00\xfe",
    "twice": b"[default]\nregion = a\n[default]\nregion = b\n",
    "another service": OTHER_PROFILE.encode(),
}


@pytest.fixture
def server() -> Iterator[BucketServer]:
    with BucketServer() as running:
        running.objects |= {KEY, "attachments/31/receipt_source/2026/05/1.pdf"}
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(Loader, "CUSTOMER_DATA_PATH", str(tmp_path / ".aws" / "models"))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".aws").mkdir()
    return tmp_path


def works(server: BucketServer) -> None:
    """As it does where nothing is set."""
    storage = S3Storage(server.description())
    storage.check()
    assert [result.outcome for result in storage.delete(3, [KEY])] == [FileOutcome.DELETED]
    assert KEY not in server.objects
    assert {one.operation for one in server.asked} == {"ListObjectsV2", "DeleteObjects"}


def test_no_variable_counts(server: BucketServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    works(server)


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"])
def test_no_single_variable_counts(
    server: BucketServer, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "nobody")
    works(server)


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_no_file_counts(
    server: BucketServer, home: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    for name in ("config", "credentials"):
        (home / ".aws" / name).write_bytes(content)
    (home / "named").write_bytes(content)
    works(server)
    server.objects.add(KEY)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "named"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "named"))
    works(server)


def test_no_description_of_the_service_counts(server: BucketServer, home: Path) -> None:
    """botocore looks for newer ones in the person's folder."""
    models = home / ".aws" / "models" / "s3" / "2099-01-01"
    models.mkdir(parents=True)
    (models / "service-2.json").write_text(json.dumps({"version": "2.0", "metadata": {}, "operations": {}}))
    works(server)
