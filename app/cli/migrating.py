"""The command that shows missing schema changes or applies them, and prints what a role needs."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from app.bootstrap.connection import database_of
from app.cli.opening import open_profile
from app.cli.output import complain, print_json, say
from app.core.errors import BadInput
from app.core.exit_status import Exit
from app.core.program import MIGRATE_COMMAND
from app.db import schema
from app.db.engine import Database
from app.db.least_role import role_script
from app.settings import Settings

_WITH_RIGHTS = {schema.GapKind.TABLE, schema.GapKind.COLUMN}
_FIRST = f"Run {MIGRATE_COMMAND} first to have all of it."


def migrate(options: Namespace, settings: Settings) -> Exit:
    """Shows missing schema changes with their SQL, or applies them; or prints what a role needs."""
    if options.role is not None:
        return _print_role(options, settings)
    with open_profile(options, settings, storage=False) as profile, database_of(profile) as database:
        with database.begin():
            pass  # raises where no connection can be opened, before anything is added
        applied = _applied(options, database)
        with database.begin() as connection:
            lacking = schema.missing(connection)
            recommended = schema.recommended(connection)
            own = schema.own_tables(connection) if options.with_console_tables else []
    # What differs and harms nothing is not added either, so nobody could ever end it.
    matters = [gap for gap in [*lacking, *own] if gap.problem is None or gap.effect is not schema.Effect.NONE]
    if options.json:
        print_json(
            {
                "ok": not matters,
                "applied": [asdict(gap) for gap in applied],
                "lacking": [asdict(gap) for gap in [*lacking, *own]],
                "recommended": [asdict(gap) for gap in recommended],
            }
        )
    else:
        for gap in applied:
            say(f"Added: {gap.kind} {gap.name}")
        for gap in [*lacking, *own]:
            word = "Differs" if gap.problem else "Missing"
            say(f"{word}: {gap.kind} {gap.name}{f'. {gap.problem}' if gap.problem else ''}\n{gap.script}\n")
        if not lacking:
            say("The table background_jobs has everything that Sweep needs.")
        if options.with_console_tables and not own:
            say("The tables sweep_restores and sweep_audit have everything that Sweep needs.")
        for gap in recommended:
            say(f"Recommended to keep deletions fast as the table grows: {gap.name}\n{gap.script}")
    return Exit.FAILED if matters else Exit.DONE


def _print_role(options: Namespace, settings: Settings) -> Exit:
    """On stdout is nothing but SQL, for `psql`; what else there is to say stands on stderr."""
    if options.with_recommended or options.with_console_tables:
        raise BadInput(
            "--role goes without --with-recommended and --with-console-tables: it changes nothing."
        )
    with (
        open_profile(options, settings, storage=False) as profile,
        database_of(profile) as database,
        database.begin() as connection,
    ):
        lacking = schema.missing(connection)
        script = role_script(connection, options.role)
    incomplete = [*script.without, *(gap.name for gap in lacking if gap.kind in _WITH_RIGHTS)]
    if options.json:
        print_json({"ok": True, "statements": script.statements, "without": incomplete})
        return Exit.DONE
    for statement in script.statements:
        say(f"{statement};")
    if script.creates:
        complain("The script creates the role without a password: set one before it is used.")
    if incomplete:
        complain(f"Not there yet, so what they need is left out: {', '.join(incomplete)}. {_FIRST}")
    return Exit.DONE


def _applied(options: Namespace, database: Database) -> list[schema.Gap]:
    if not options.apply:
        return []
    return schema.apply(
        database, with_recommended=options.with_recommended, with_own=options.with_console_tables
    )
