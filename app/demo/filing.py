"""The attachments of the demo: rows and files that belong to each other."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

from app.demo.tables import Rows

SOURCE = "receipt_source"
PREVIEW = "receipt_preview"
CONTRACT = "contract"
LOGO = "logo"

_MIME_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


class Filing:
    """Takes files in and numbers them. `files` holds their content by storage key."""

    def __init__(self) -> None:
        self.rows = Rows(
            "attachments",
            (
                "id",
                "business_id",
                "filename_original",
                "mime_type",
                "file_size",
                "storage_path",
                "purpose",
                "origin_module",
                "created_at",
                "updated_at",
            ),
        )
        self.files: dict[str, bytes] = {}
        self._last_id = 0

    def add(self, business_id: int, purpose: str, name: str, content: bytes, when: datetime) -> int:
        """Files `content` under the key that the product would give it; returns the attachment's id."""
        self._last_id += 1
        suffix = PurePosixPath(name).suffix
        key = f"attachments/{business_id}/{purpose}/{when:%Y/%m}/{self._last_id}{suffix}"
        self.files[key] = content
        self.rows.values.append(
            (
                self._last_id,
                business_id,
                name,
                _MIME_TYPES[suffix],
                len(content),
                key,
                purpose,
                purpose.partition("_")[0],
                when,
                when,
            )
        )
        return self._last_id

    def skip(self) -> None:
        """Leaves out the number of an attachment that is gone."""
        self._last_id += 1
