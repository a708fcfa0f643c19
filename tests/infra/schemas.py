"""Databases with more than one schema."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg2.extensions import quote_ident
from sqlalchemy import make_url

from tests.infra.roles import TABLES
from tests.support.product import Product


def with_options(url: str, options: str) -> str:
    """An address with options for the server's session, as libpq reads it too: it knows no + for a space."""
    given = make_url(url).update_query_dict({"options": options}).render_as_string(hide_password=False)
    return given.replace("+", "%20")


@contextmanager
def second_product(product: Product, schema: str) -> Iterator[Product]:
    """All tables of the product once more in a new `schema`, empty; helps a test with those."""
    twins(product, schema, TABLES)
    # Foreign keys, which LIKE leaves out: the console looks at them.
    for table in ("attachment_id", "preview_attachment_id"):
        product.execute(
            f"ALTER TABLE {schema}.receipts ADD FOREIGN KEY ({table})"
            f" REFERENCES {schema}.attachments (id) ON DELETE SET NULL"
        )
    with Product(with_options(product.url, f"-c search_path={schema}"), product.storage_root) as other:
        yield other


def twins(product: Product, schema: str, tables: Sequence[str], owner: str | None = None) -> None:
    """Makes `schema` with tables of the same names and columns as the product's, and with their sequences."""
    name = quote_ident(schema, product.connection)
    product.execute(f"CREATE SCHEMA IF NOT EXISTS {name} {f'AUTHORIZATION {owner}' if owner else ''}")
    for table in tables:
        product.execute(f"CREATE TABLE {name}.{table} (LIKE public.{table} INCLUDING ALL)")
        product.execute(f"CREATE SEQUENCE {name}.{table}_id_seq AS integer OWNED BY {name}.{table}.id")
        literal = f"{name}.{table}_id_seq".replace("'", "''")
        product.execute(f"ALTER TABLE {name}.{table} ALTER id SET DEFAULT nextval('{literal}')")
        if owner:
            product.execute(f"ALTER TABLE {name}.{table} OWNER TO {owner}")
