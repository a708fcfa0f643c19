"""Runs of every shape, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from app.core.policy import (
    MAX_BATCH,
    MAX_CAP_SECONDS,
    MAX_FAILED_BATCHES,
    MAX_THROTTLE_MS,
    MIN_BATCH,
    MIN_CAP_SECONDS,
    PaceMode,
    Policy,
)
from app.core.run import NAME_LENGTH, NOTE_LENGTH, Run, policy_json

texts = st.text(max_size=20)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
_nasty = st.sampled_from(['"', "\\", "{}", '"}', '", "refused": {', "\\u0022", "\x01", "שלום", "\U0001f9fe"])
_words = st.lists(_nasty | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)
_KEYS = {"id", "name", "note", "from", "policy", "refused", "unlisted"}

policies = st.builds(
    Policy,
    batch_size=st.integers(MIN_BATCH, MAX_BATCH),
    throttle_ms=st.integers(0, MAX_THROTTLE_MS),
    runtime_cap_seconds=st.none() | st.integers(MIN_CAP_SECONDS, MAX_CAP_SECONDS),
    failure_cap=st.integers(1, MAX_FAILED_BATCHES),
    mode=st.sampled_from(PaceMode),
)

runs = st.builds(
    Run,
    id=st.from_regex(r"[0-9a-f]{12,16}", fullmatch=True),
    name=_words.map(lambda text: text[:NAME_LENGTH]),
    note=_words.map(lambda text: text[:NOTE_LENGTH]),
    workstation=_words,
    policy=st.just({}) | policies.map(policy_json),
    refused=st.dictionaries(
        st.from_regex("[a-z_]{1,12}", fullmatch=True),
        st.lists(st.integers(0, 2**31), min_size=1, max_size=4).map(tuple),
        max_size=3,
    ),
    unlisted=st.integers(0, 9999),
    other=st.dictionaries(texts.filter(lambda key: key not in _KEYS), json_values, max_size=2),
)
