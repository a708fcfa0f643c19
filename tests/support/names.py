"""Names that PostgreSQL takes and careless programs do not."""

from __future__ import annotations

ODD_NAMES = (
    "Staging",
    "my shop",
    " shop ",
    'a"b',
    "it's",
    "50% %s",
    "@x",
    "a,b;c=d",
    "a\\nb",
    "סכמה",
    "shop.v2",
)
"""Schemas: all of them differ from what folding, splitting, trimming or formatting would make of them."""
