"""What the database answered, as it is stored on rows: a part of the catalogue (`core.messages`).

{reason} is PostgreSQL's own sentence, which nobody translates.
"""

from __future__ import annotations

from app.core.message import Message

ROWS_HIDDEN = Message(
    "A row-level security policy hides rows of the table {table} from the database user {role}, so nothing "
    "can be deleted safely. Give it the right to see all rows (ALTER ROLE {role} BYPASSRLS), or connect as "
    "the owner of the tables.",
    "A row-level security policy hides rows of the table {table} from the database role {role}, so nothing "
    "can be deleted safely. {advice}",
    in_window="A row-level security policy hides rows of the table {table} from the database user {role}, so "
    "nothing can be deleted safely.",
)
ROWS_LOCKED = Message("The rows are locked by another process.", "Somebody else holds a needed row locked.")
CONNECTION_LOST = Message("The connection to the database was lost: {reason}")
DATABASE_BUSY = Message("The database is busy: {reason}", "The database could not do it now: {reason}")
READ_ONLY = Message(
    "The database is read-only: it is a standby server, or it has been set to read-only. Connect to the "
    "primary server, or ask the database administrator. ({reason})"
)
PRIVILEGE_MISSING = Message(
    "The database user lacks a privilege: {reason}", "The database role lacks a right: {reason}"
)
TABLE_MISSING = Message(
    "A required table or column is missing: {reason}", "The database lacks something: {reason}"
)
REQUEST_REJECTED = Message("The database rejected the request: {reason}", "The database answered: {reason}")
CHANGE_IGNORED = Message(
    "The database ignores changes of the table {table}: a trigger or a rule may be the cause."
)
CANNOT_CONNECT = Message("Cannot connect to the database at {where}: {reason}")

# Why no connection can be opened: reasons of CANNOT_CONNECT

WRONG_PASSWORD = Message("wrong user name or password.")
KEYCHAIN_LOCKED = Message(
    "it needs a password, and the system keychain could not be read. Unlock the keychain, or set PGPASSWORD.",
    "it needs a password, and the system keychain could not be read. Unlock the keychain, or put the "
    "password into the connection URL.",
    in_window="it needs a password, and the system keychain could not be read. Unlock the keychain, or enter "
    "the password in the connection settings.",
)
UNKNOWN_HOST = Message("host not found. Check the host name and the network.")
CONNECTION_REFUSED = Message("connection refused. Check the host and port, and that the server is running.")
DATABASE_SILENT = Message("it does not respond. Check the network, the VPN and the firewall.")
NO_DATABASE = Message("the database or user does not exist.")
NO_FREE_CONNECTIONS = Message("it has no free connections. Try again in a minute.")
STARTING_OR_STOPPING = Message("it is starting or stopping. Try again in a minute.")
POOLER_OPTIONS = Message(
    "a connection pooler does not accept the options of the connection URL or of PGOPTIONS. Remove them, and "
    "set the schema with --schema.",
    in_window="a connection pooler does not accept the options of the connection URL. Remove them, and set "
    "the schema in the connection settings.",
)
NO_TLS = Message(
    "the server does not support TLS, and the connection requires it. Turn on TLS on the server. Only if you "
    "trust the network between, add sslmode=disable to the connection URL.",
    in_window="the server does not support TLS, and the connection requires it. Turn on TLS on the server. "
    "Only if you trust the network between, choose the SSL mode Disable in the connection settings.",
)
WEAK_SIGN_IN = Message(
    "the server does not ask for the password by SCRAM, so an impostor could learn it. Set the server's "
    "authentication to scram-sha-256, or verify its certificate with sslmode=verify-full. Only if you trust "
    "the network between, add require_auth={code} to the connection URL.",
)
SERVER_NOT_VERIFIED = Message(
    "the server's certificate cannot be verified. Check the host name, and that sslrootcert names the file "
    "of the authority that signed it.",
    in_window="the server's certificate cannot be verified. Check the host name, and choose the CA file of "
    "the authority that signed it in the connection settings.",
)
CLIENT_CERTIFICATE_UNUSABLE = Message(
    "the client certificate or its key is missing or cannot be used. Check sslcert, sslkey and sslpassword "
    "in the connection URL.",
)
NO_SERVICE = Message(
    "the connection service file, or the service in it, cannot be found. Check the service name and "
    "PGSERVICEFILE."
)
CONNECTIONS_IN_USE = Message("all connections of this console are in use.")
UNREADABLE_REFUSAL = Message("the server refused in an unreadable message")

# PostgreSQL's own words

LOCK_TIMEOUT = Message("Timed out waiting for a row lock", "canceling statement due to lock timeout")
STATEMENT_TIMEOUT = Message("Statement timed out", "canceling statement due to statement timeout")
STATEMENT_CANCELLED = Message(
    "Statement cancelled in the database", "canceling statement due to user request"
)
DEADLOCK = Message("Deadlock detected", "deadlock detected")
STILL_REFERENCED = Message(
    "Rows of the table {table} still refer to it (constraint {key} of {place})",
    'update or delete on table "{place}" violates foreign key constraint "{key}" on table "{table}"',
    'update or delete on table "{place}" violates RESTRICT setting of foreign key constraint "{key}" on '
    'table "{table}"',
)
REFERENCE_MISSING = Message(
    "The table {table} refers to a row that does not exist (constraint {key})",
    'insert or update on table "{table}" violates foreign key constraint "{key}"',
)
CHECK_VIOLATED = Message(
    "A value of the table {table} is not allowed (constraint {key})",
    'new row for relation "{table}" violates check constraint "{key}"',
)
VALUE_MISSING = Message(
    "The column {key} of the table {table} must not be empty",
    'null value in column "{key}" of relation "{table}" violates not-null constraint',
)
NOT_UNIQUE = Message(
    "A value that may occur once would occur twice (constraint {key})",
    'duplicate key value violates unique constraint "{key}"',
    'conflicting key value violates exclusion constraint "{key}"',
)
NOT_SERIALIZABLE = Message(
    "Other transactions changed the same rows meanwhile",
    "could not serialize access due to concurrent update",
    "could not serialize access due to concurrent delete",
    "could not serialize access due to read/write dependencies among transactions",
)
