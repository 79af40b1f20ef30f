"""Database triggers that keep a table append-only, for SQLite and PostgreSQL."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION leye_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""


def statements(vendor: str, table: str) -> list[str]:
    """The statements that refuse every UPDATE and DELETE on a table."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        POSTGRES_FUNCTION,
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION leye_refuse()",
    ]


def make_append_only(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Put the triggers on the tables; called by migrations."""
    for table in tables:
        for statement in statements(editor.connection.vendor, table):
            # psycopg reads % as a placeholder when parameters are given; None gives none.
            editor.execute(statement, params=None)
