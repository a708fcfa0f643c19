"""Jobs whose stamps do not tell all that they have deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.db.tables import background_jobs, qualified

JOBS_LOOKED_AT = 2_000
"""The newest with stamps."""

# Within a text of the cursor the quotation mark would be escaped.
_UNSTAMPED = """
    SELECT job.id, job.business_id, job.succeeded, stamped.known
    FROM (SELECT id, business_id, succeeded, CAST(cursor AS pg_catalog.text) AS cursor FROM {jobs}
          WHERE CAST(job_type AS pg_catalog.text) OPERATOR(pg_catalog.=) %(job_type)s
            AND pg_catalog.strpos(CAST(cursor AS pg_catalog.text), '"stamps": [["') OPERATOR(pg_catalog.>) 0
            AND (%(all)s OR business_id OPERATOR(pg_catalog.=) ANY (CAST(%(visible)s AS pg_catalog.int4[])))
          ORDER BY id DESC LIMIT %(most)s) AS job
    CROSS JOIN LATERAL (
        SELECT pg_catalog.sum(CAST(found.parts[1] AS pg_catalog.int8)) AS known
        FROM pg_catalog.regexp_matches(
            job.cursor, '\\.[0-9]{{6}}", ([0-9]{{1,12}})\\]', 'g') AS found(parts)) AS stamped
    WHERE stamped.known OPERATOR(pg_catalog.<>) CAST(job.succeeded AS pg_catalog.numeric)
    ORDER BY job.id DESC
"""


@dataclass(frozen=True, slots=True)
class Unstamped:
    """A job that has `succeeded` with so many items, of which its stamps tell `stamped`: fewer, where the web
    worker deleted some or wrote over what came since it had read the row; more, where it counted less."""

    job_id: int
    business_id: int
    succeeded: int
    stamped: int


def unstamped(connection: Connection, job_type: str, visible: Sequence[int] | None) -> list[Unstamped]:
    """Newest first; of these businesses, or of all."""
    sql = _UNSTAMPED.format(jobs=qualified(connection, background_jobs.name).replace("%", "%%"))
    values = {
        "job_type": job_type,
        "all": visible is None,
        "visible": list(visible or []),
        "most": JOBS_LOOKED_AT,
    }
    rows = connection.exec_driver_sql(sql, values)
    return [Unstamped(row.id, row.business_id, int(row.succeeded), int(row.known)) for row in rows]
