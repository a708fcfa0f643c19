"""What an entry calls is read without running anything, whatever the entry holds."""

from __future__ import annotations

import json
import os
import pickle
import pickletools
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queue.terms import FUNCTION, LARGEST_JOB_ID
from app.queue.unpickling import call_in, job_id_in

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def written(*, function=FUNCTION, instance=None, args=(42,), named=None, protocol=pickle.HIGHEST_PROTOCOL):
    return zlib.compress(pickle.dumps((function, instance, args, named or {}), protocol))


@given(st.integers(1, LARGEST_JOB_ID), st.sampled_from(PROTOCOLS), st.booleans(), st.booleans())
def test_an_entry_of_ours_is_known(job_id, protocol, is_compressed, is_short):
    data = pickle.dumps((FUNCTION, None, (job_id,), {}), protocol)
    data = pickletools.optimize(data) if is_short else data
    assert job_id_in(zlib.compress(data) if is_compressed else data) == job_id


def test_as_rqs_json_serializer_writes_it_too():
    assert job_id_in(in_json(FUNCTION, None, [42], {})) == 42


def in_json(*call):
    return zlib.compress(json.dumps(call).encode())


@pytest.mark.parametrize(
    "call",
    [
        ("another", None, [42], {}),
        (FUNCTION, "of a class", [42], {}),
        (FUNCTION, None, [42, 43], {}),
        (FUNCTION, None, [True], {}),
        (FUNCTION, None, [42.0], {}),
        (FUNCTION, None, [42], {"job_id": 42}),
        (FUNCTION, None, {"42": 42}, {}),
        (FUNCTION, None, [42], []),
        (FUNCTION, None, [42]),
        (FUNCTION, None, [42], {}, {}),
    ],
    ids=str,
)
def test_another_call_in_json_is_not_ours(call):
    assert job_id_in(in_json(*call)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"function": "server.jobs.delete_receipts_job.another"},
        {"function": FUNCTION + ".more"},
        {"function": None},
        {"instance": "of a class"},
        {"args": ()},
        {"args": (42, 43)},
        {"args": ("42",)},
        {"args": (True,)},
        {"args": (42.0,)},
        {"args": (0,)},
        {"args": (-1,)},
        {"args": (LARGEST_JOB_ID + 1,)},
        {"args": ((42,),)},
        {"args": (None,)},
        {"args": 42},
        {"named": {"job_id": 42}},
    ],
    ids=str,
)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_call_that_the_web_never_makes_is_not_ours(other, protocol):
    assert job_id_in(written(protocol=protocol, **other)) is None


@pytest.mark.parametrize("args", [(), (1,), ("one", 2), (1, "2", 3), tuple(range(5))], ids=str)
def test_a_plain_call_of_others_can_be_told(args):
    call = call_in(written(function="reports.build", args=args))
    assert call is not None
    assert (call.function, call.args, call.named) == ("reports.build", args, {})


class Runs:
    """Where it is unpickled, a folder is made."""

    def __init__(self, proof):
        self.proof = proof

    def __reduce__(self):
        return os.mkdir, (self.proof,)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("place", ["function", "instance", "args", "named"])
def test_nothing_runs(tmp_path, place, protocol):
    proof = tmp_path / "proof"
    trap = Runs(str(proof))
    value = {"args": (42, trap), "named": {FUNCTION: trap}}.get(place, trap)
    data = written(protocol=protocol, **{place: value})
    assert job_id_in(data) is None
    assert call_in(data) is None
    assert not proof.exists()
    pickle.loads(zlib.decompress(data))  # noqa: S301
    assert proof.exists()  # it was a trap


def shared_tuples_as_key() -> bytes:
    """To hash it takes 2**60 steps."""
    pairs = b")" + b"2\x86" * 60
    return b"\x80\x05}" + pairs + b"K\x01s."


HOSTILE = {
    "memory for 4 GB of places": b"\x80\x05K\x2ar\xff\xff\xff\x1f.",
    "bytes of 4 GB": b"\x80\x05\x8e\x00\x00\x00\x00\x01\x00\x00\x00.",
    "an array of 4 GB": b"\x80\x05\x96\x00\x00\x00\x00\x01\x00\x00\x00.",
    "a text of more than there is": b"\x80\x05\x8d\xff\xff\xff\xff\xff\xff\xff\xff.",
    "a key that takes for ever": shared_tuples_as_key(),
    "a number of many digits": b"I" + b"9" * 1900 + b"\n.",
    "deep tuples": b"\x80\x05)" + b"\x85" * 1900 + b".",
    "many marks": b"\x80\x05" + b"(" * 1900 + b".",
    "no stop": b"\x80\x05K\x2a",
    "an empty stack": b"\x80\x05.",
    "a place that is empty": b"\x80\x05h\x07.",
    "a tuple without a mark": b"\x80\x05t.",
    "too few for a tuple": b"\x80\x05K\x2a\x87.",
    "deep lists of JSON": b"[" * 2000,
    "no UTF-8 in JSON": b'["\xff"]',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("mentions_ours", [True, False], ids=["ours", "other"])
def test_hostile_pickles_cost_nothing(name, mentions_ours):
    mention = pickle.dumps(FUNCTION, 4)[:-1] + b"0" if mentions_ours else b""
    hostile = HOSTILE[name]
    data = mention + hostile if hostile.startswith(b"\x80") else hostile + mention
    tracemalloc.start()
    try:
        assert job_id_in(data) is None
        assert job_id_in(zlib.compress(data)) is None
        assert call_in(data) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_of_zlib_does_not_grow():
    bomb = zlib.compress(FUNCTION.encode() + bytes(500_000), 9)
    assert len(bomb) < 2048
    tracemalloc.start()
    try:
        assert job_id_in(bomb) is None
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


def test_what_is_too_long_is_not_read():
    data = pickle.dumps((FUNCTION, None, (42,), {}))
    assert job_id_in(data) == 42
    assert job_id_in(data + bytes(4000)) is None


NAME = pickle.dumps(FUNCTION, 4)[11:-2]
MALFORMED = {
    "a pair of one": b"\x80\x05K\x2a\x86q\x00(" + NAME + b"Nh\x00}t.",
    "a dict with a half": b"(" + b"V" + FUNCTION.encode() + b"\nN(I42\ntI1\ndt.",
    "a truncated stream": zlib.compress(pickle.dumps((FUNCTION, None, (42,), {})))[:-3],
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_pickle_itself_would_refuse_is_not_ours(name):
    with pytest.raises((pickle.UnpicklingError, IndexError, ValueError, zlib.error)):
        pickle.loads(zlib.decompress(MALFORMED[name]) if name == "a truncated stream" else MALFORMED[name])  # noqa: S301
    assert job_id_in(MALFORMED[name]) is None


def test_a_long_call_is_not_read():
    assert call_in(written(args=tuple(range(30)))) is not None
    assert call_in(written(args=tuple(range(100)))) is None


@given(st.binary(max_size=300))
def test_garbage_is_passed_over(data):
    for some in (data, zlib.compress(data), b"[" + data, b"\x80\x05" + data):
        assert job_id_in(some) is None
        call_in(some)


@given(st.integers(0, 200), st.binary(max_size=3), st.sampled_from(PROTOCOLS))
def test_a_damaged_entry_is_passed_over_or_understood(place, patch, protocol):
    data = pickle.dumps((FUNCTION, None, (42,), {}), protocol)
    found = job_id_in(data[:place] + patch + data[place + len(patch) :])
    assert found is None or 1 <= found <= LARGEST_JOB_ID
