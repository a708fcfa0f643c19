"""Reports say where each business was dealt with, in both languages and in every form."""

from __future__ import annotations

import pytest

from app.bootstrap.resources import RESOURCES
from app.core.whereabouts import ON_SERVER, WEB_WORKER, Place, Whereabouts
from app.reports.sayings import place_text
from app.reports.words import Words

PLACES = {
    "desk": Whereabouts(Place.COMPUTER, "desk"),
    "prod-2:31": Whereabouts(Place.SERVER_WORKER, "prod-2:31"),
    "waits": ON_SERVER,
    "web": WEB_WORKER,
}


@pytest.mark.parametrize("code", ["en", "he"])
def test_each_place_has_its_words(code: str) -> None:
    words = Words.of(RESOURCES / "translations", code)
    said = {name: place_text(place, words) for name, place in PLACES.items()}
    assert len(set(said.values())) == len(PLACES)
    assert "desk" in said["desk"]
    assert "prod-2:31" in said["prod-2:31"]
    if code == "he":
        assert not any(letter.isascii() and letter.isalpha() for letter in said["waits"] + said["web"])
