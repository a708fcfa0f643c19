"""What a database lacks compared with the contract, the SQL that adds it, and adding it."""

from app.db.schema.applying import apply
from app.db.schema.careful import Patience
from app.db.schema.differences import Effect
from app.db.schema.gaps import Gap, GapKind, missing
from app.db.schema.own_tables import own_gaps, own_tables
from app.db.schema.speed import recommended

__all__ = [
    "Effect",
    "Gap",
    "GapKind",
    "Patience",
    "apply",
    "missing",
    "own_gaps",
    "own_tables",
    "recommended",
]
