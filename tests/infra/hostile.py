"""What somebody who may create functions in the product's schema can put in the way of a statement."""

from __future__ import annotations

from tests.infra.roles import Role
from tests.support.product import Product

# Of all functions and operators of a name in the whole path, PostgreSQL takes the one whose types fit
# exactly, and only of equal ones the first. So a twin of a built-in one wins wherever an argument is of a
# type for which that one is not exactly made. Each of these raises as soon as anybody meets it.
_HOSTILE = "RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION ''hostile''; END $$"

# The types in which built-in functions take anything, and types of ours that come there; then other types for
# which a built-in one waits, and what may come in their place.
_FUNCTIONS = f"""
DO $plant$
DECLARE one record;
BEGIN
    FOR one IN
        WITH general (type) AS (
            SELECT unnest(ARRAY['text', '"any"', 'anyelement', 'anynonarray', 'anycompatible', 'anyarray',
                'anycompatiblearray', 'anycompatiblenonarray']::regtype[])
        ), mine (type, arrays) AS (
            VALUES ('varchar'::regtype, 'varchar[]'::regtype), ('integer', 'integer[]'), ('name', 'name[]'),
                ('bigint', 'bigint[]'), ('timestamp', 'timestamp[]'), ('boolean', 'boolean[]'),
                ('json', 'json[]')
        ), others (type, ours) AS (
            VALUES ('timestamptz'::regtype, 'timestamp'::regtype), ('float8', 'integer'),
                ('numeric', 'integer'), ('bigint', 'integer'), ('oid', 'regclass'), ('integer', 'smallint')
        ), built_in AS (
            SELECT proname AS name, ARRAY(SELECT unnest(proargtypes::regtype[])) AS types
            FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND pronargs BETWEEN 1 AND 5
                AND proname !~ '^(RI_|anyarray|anyenum|array_(in|out|recv|send)|.*(_in|_out|recv|send)$)'
        ), twins AS (
            SELECT name, ARRAY(
                SELECT CASE
                    WHEN type NOT IN (TABLE general) THEN type
                    WHEN type IN ('anyarray'::regtype, 'anycompatiblearray') THEN mine.arrays
                    ELSE mine.type END
                FROM unnest(types) WITH ORDINALITY AS a (type, n) ORDER BY n
            ) AS types FROM built_in, mine
            UNION SELECT name, types[:n - 1] || 'varchar'::regtype || types[n + 1:]
            FROM built_in, generate_subscripts(types, 1) AS n WHERE types[n] = 'text'::regtype
            UNION SELECT name, array_replace(built_in.types, others.type, others.ours)
            FROM built_in JOIN others ON others.type = ANY(types)
            UNION SELECT name, types FROM
                unnest(ARRAY['format', 'concat', 'concat_ws', 'json_build_object', 'jsonb_build_object'])
                    AS v (name),
                unnest(ARRAY['text', 'varchar', 'integer']::regtype[]) AS a,
                unnest(ARRAY['text', 'varchar', 'integer']::regtype[]) AS b,
                unnest(ARRAY['text', 'varchar', 'integer']::regtype[]) AS c,
                unnest(ARRAY['text', 'varchar', 'integer']::regtype[]) AS d,
                LATERAL (VALUES (ARRAY[a]), (ARRAY[a, b]), (ARRAY[a, b, c]), (ARRAY[a, b, c, d])) AS w (types)
        )
        SELECT name, types FROM twins
        WHERE (name, types) NOT IN (SELECT * FROM built_in)
        AND NOT EXISTS (SELECT FROM pg_type WHERE oid = ANY(types) AND typtype = 'p')
    LOOP
        EXECUTE format('CREATE FUNCTION public.%I(%s) {_HOSTILE}',
            one.name, array_to_string(one.types, ', '));
    END LOOP;
END $plant$
"""

_OPERATORS = f"""
DO $plant$
DECLARE one record;
BEGIN
    FOR one IN
        WITH mine (type) AS (
            SELECT unnest(ARRAY['varchar', 'text', 'name', 'integer', 'bigint', 'boolean', 'timestamp',
                'json', 'varchar[]', 'text[]', 'integer[]', 'bigint[]',
                'regclass', 'oid', 'numeric']::regtype[])
        )
        SELECT l.type AS l, r.type AS r, ARRAY(
            SELECT DISTINCT oprname FROM pg_operator
            WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprkind = 'b' AND oprname IN
                ('=', '<>', '<', '>', '<=', '>=', '||', '~', '~~', '~*', '!~', '->', '->>', '@>', '<@', '&&',
                    '+', '-', '*', '/')
            EXCEPT SELECT oprname FROM pg_operator
            WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft = l.type AND oprright = r.type
        ) AS names FROM mine AS l, mine AS r
    LOOP
        EXECUTE format('CREATE FUNCTION public.hostile(%s, %s) {_HOSTILE.replace("integer", "boolean", 1)}',
            one.l, one.r);
        FOR i IN 1 .. cardinality(one.names) LOOP
            EXECUTE format(
                'CREATE OPERATOR public.%s (FUNCTION = public.hostile, LEFTARG = %s, RIGHTARG = %s)',
                one.names[i], one.l, one.r);
        END LOOP;
    END LOOP;
END $plant$
"""

# One transaction may hold as many locks as the server has room for: fewer than were planted.
_PULL = """
DO $pull$
DECLARE doomed text;
BEGIN
    LOOP
        SELECT string_agg(oid::regprocedure::text, ', ') INTO doomed FROM (
            SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace = 'public'::regnamespace
                AND prosrc OPERATOR(pg_catalog.~~) '%hostile%'::text LIMIT 500
        ) AS batch;
        EXIT WHEN doomed IS NULL;
        EXECUTE 'DROP FUNCTION ' || doomed || ' CASCADE';
        COMMIT;
    END LOOP;
END $pull$
"""


def plant(product: Product, stranger: Role) -> None:
    """Lets the stranger create in the product's schema, and plants twins of all that might be met there.

    From now on, hardly a statement works whose names are looked up in that schema too.
    """
    product.execute(f"GRANT CREATE ON SCHEMA public TO {stranger.name}")
    product.execute(f"SET ROLE {stranger.name}; SET search_path = pg_catalog")
    try:
        product.execute(_FUNCTIONS)
        product.execute(_OPERATORS)
    finally:
        product.execute("RESET search_path; RESET ROLE")


def pull(product: Product) -> None:
    """Drops what was planted."""
    product.execute("SET search_path = pg_catalog")
    product.execute(_PULL)
    product.execute("RESET search_path")
