"""The URL of Redis: read as redis-py reads it, refused where that would guess, and shown without a secret."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from redis.connection import parse_url

from app.core.queue_errors import BadQueueUrl
from app.queue.address import QueueAddress, where, with_password, without_password
from app.queue.server_queue import ServerQueue

SECRET = "hush:of/the?queue#1@%25"

HOSTS = st.sampled_from(
    ["localhost", "queue-1", "redis.example.com", "10.0.0.7", "[::1]", "[2001:db8::7]", "under_score", ""]
)
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
SECRETS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def as_redis_py(url):
    """What redis-py connects with."""
    known = {"host": "localhost", "port": 6379, "db": 0, "username": "", "password": ""}
    given = {name: value for name, value in parse_url(url).items() if name != "connection_class"}
    return known | given


def as_here(address, password):
    return {
        "host": address.host,
        "port": address.port,
        "db": address.database,
        "username": address.user,
        "password": password or "",
    }


@given(
    scheme=st.sampled_from(["redis", "rediss"]),
    user=TEXTS,
    secret=SECRETS,
    host=HOSTS,
    port=st.none() | st.integers(1, 65535),
    database=st.none() | st.integers(0, 99),
)
@example("rediss", "", SECRET, "queue-1", None, 3)
def test_it_is_read_as_redis_py_reads_it(scheme, user, secret, host, port, database):
    entry = f"{quote(user, safe='')}:{quote(secret, safe='')}@" if user or secret else ""
    ending = ("" if port is None else f":{port}") + ("" if database is None else f"/{database}")
    url = f"{scheme}://{entry}{host}{ending}"
    address, password = QueueAddress.parse(url)
    assert as_here(address, password) == as_redis_py(url)
    assert as_here(address, password) == as_redis_py(address.url(password))
    assert QueueAddress.parse(address.url(password)) == (address, password)
    assert QueueAddress.parse(address.url()) == (address, None)


@given(
    path=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20),
    secret=SECRETS,
    database=st.integers(0, 9),
)
def test_so_is_a_socket(path, secret, database):
    url = f"unix://:{quote(secret, safe='')}@/{quote(path.strip('/') or 'x')}?db={database}"
    address, password = QueueAddress.parse(url)
    expected = parse_url(url)
    assert (address.path, address.database) == (expected["path"], expected["db"])
    assert password == expected.get("password")
    assert QueueAddress.parse(address.url(password)) == (address, password)


PIECES = st.lists(
    st.sampled_from([*"redis:/@?#[]%&=+. \t\n\x00\u202e1٣é", "://", "db=", "password=", "%2", "%ff", "6379"])
)


@given(
    st.builds("{}{}".format, st.sampled_from(["redis://", "rediss://", "unix://", ""]), PIECES.map("".join))
)
def test_whatever_is_typed_is_refused_or_read_as_redis_py_reads_it(text):
    try:
        address, password = QueueAddress.parse(text)
    except BadQueueUrl:
        return
    if address.scheme == "unix":
        assert parse_url(text.strip().replace("\t", ""))["path"] == address.path
    else:
        assert as_here(address, password) == as_redis_py(address.url(password))
        assert as_here(address, password).items() <= as_redis_py(text.strip()).items()
    assert address.where.isprintable()


UNENCODED = [
    "redis://:hush#queue@host:6379/0",
    "redis://host:6379/0#hush",
    "redis://:hush/queue@host:6379/0",
    "redis://:hush?queue@host:6379/0",
    "redis://:12/hush@host:6379/0",
    "redis://user:12/hush/queue@host:6379/0",
    "redis://:12?hush=queue@host:6379/0",
    "redis://:12?hush@host:6379/0",
    "redis://:[hush@host:6379/0",
    "redis://:hush]@host:6379/0",
    "redis://:hush queue@host:6379/0",
    "redis://host:hush",
    "redis://host:6379/hush",
    "redis://host:6379/0?hush=1",
    "redis://:hush%ff@host",
    "redis://host/0?ssl_cert_reqs=hush",
    "hush",
    "http://:hush@host/0",
    "redis:hush@host",
    "redis://ho%20st:6379/hush",
    "redis://:hush@ho%2fst",
    "redis://:hush@ho℀st",
]


@pytest.mark.parametrize("url", UNENCODED)
def test_a_bad_one_is_refused_and_not_repeated(url):
    with pytest.raises(BadQueueUrl) as refused:
        ServerQueue(url)
    assert "hush" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "redis:/0",
        "redis:0",
        "redis://host:0",
        "redis://host:65536",
        "redis://host:6379/-1",
        "redis://host:6379/0/1",
        "redis://host:6379/٣",
        "redis://host:6379/99999999999999999999",
        "redis://a\u202eb",
        "redis://us%e2%80%aeer@host",
        "unix://run/redis.sock",
        "unix:///",
        "unix://",
        "unix:///" + "x" * 200,
        "unix:///run/redis.sock?db=x",
    ],
)
def test_what_leads_nowhere_is_refused(url):
    with pytest.raises(BadQueueUrl):
        QueueAddress.parse(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://", "redis://localhost:6379/0"),
        ("redis://QUEUE-1", "redis://queue-1:6379/0"),
        (" rediss://dana:hush@queue-1/3 ", "rediss://queue-1:6379/3"),
        ("redis://:hush@[::1]:7000", "redis://[::1]:7000/0"),
        ("redis://host?password=hush&username=dana&db=4", "redis://host:6379/4"),
        ("rediss://host/0?ssl_password=hush&ssl_keyfile=k&ssl_certfile=c", "rediss://host:6379/0"),
        ("unix://:hush@/run/redis/redis.sock?db=2", "unix:///run/redis/redis.sock?db=2"),
        ("unix:///run/redis/redis.sock", "unix:///run/redis/redis.sock"),
    ],
)
def test_it_is_shown_without_a_secret(url, shown):
    address, _ = QueueAddress.parse(url)
    assert where(url) == ServerQueue(url).where == shown
    assert "hush" not in repr(address) + repr(ServerQueue(url)) + str(vars(ServerQueue(url)))


def test_a_password_is_taken_out_and_put_in():
    url = "rediss://dana:hush@queue-1:6380/2?ssl_ca_certs=/etc/ca.pem"
    bare, password = without_password(url)
    assert (bare, password) == ("rediss://dana@queue-1:6380/2?ssl_ca_certs=%2Fetc%2Fca.pem", "hush")
    assert QueueAddress.parse(with_password(bare, password)) == QueueAddress.parse(url)
    assert parse_url(with_password(bare, SECRET))["password"] == SECRET
    assert without_password(with_password("unix:///run/r.sock?db=1", SECRET)) == (
        "unix:///run/r.sock?db=1",
        SECRET,
    )
    assert with_password(url, None) == bare


def test_a_secret_of_the_query_does_not_stay_in_it():
    assert without_password("redis://host/0?password=hush") == ("redis://host:6379/0", "hush")
    bare, _ = without_password("rediss://host/0?ssl_password=hush&ssl_keyfile=k&ssl_certfile=c")
    assert "hush" not in bare


def test_options_of_trust_are_kept_and_others_passed_over():
    address, _ = QueueAddress.parse(
        "rediss://host/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=optional&ssl_check_hostname=false"
        "&socket_timeout=900&health_check_interval=30&ssl_password=hush"
    )
    assert address.trust() == {
        "ssl_ca_certs": "/ca.pem",
        "ssl_cert_reqs": "optional",
        "ssl_check_hostname": False,
        "ssl_password": "hush",
    }
    assert "900" not in address.url()
