"""What must never happen to the ledger, as triggers for SQLite and PostgreSQL."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Two believed primary spells of a person whose days overlap. Spells of withdrawn entries do not count.
OVERLAP = """
SELECT 1 FROM ledger_employment f JOIN ledger_entry e ON e.id = f.entry_id
WHERE f.person_id = NEW.person_id AND f.is_primary AND NOT f.is_void AND e.withdrawn_at IS NULL
  AND (NEW.corrects IS NULL OR f.id <> NEW.corrects) AND f.id <> COALESCE(NEW.id, -1)
  AND (f.valid_to IS NULL OR f.valid_to > NEW.valid_from)
  AND (NEW.valid_to IS NULL OR f.valid_from < NEW.valid_to)
  AND NOT EXISTS (SELECT 1 FROM ledger_employment g JOIN ledger_entry ge ON ge.id = g.entry_id
                  WHERE g.corrects = f.id AND ge.withdrawn_at IS NULL)
"""
REFUSED = "two primary spells on one day"

SQLITE = [
    f"CREATE TRIGGER ledger_employment_one_primary BEFORE INSERT ON ledger_employment "
    f"WHEN NEW.is_primary AND NOT NEW.is_void AND EXISTS ({OVERLAP}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
]
POSTGRES = [
    f"""
CREATE FUNCTION ledger_one_primary() RETURNS trigger AS $$
BEGIN
  -- Two sessions that write about one person take turns, or neither would see the other's spell.
  PERFORM pg_advisory_xact_lock(84, (NEW.person_id % 2147483647)::int);
  IF EXISTS ({OVERLAP}) THEN
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
""",
    "CREATE TRIGGER ledger_employment_one_primary BEFORE INSERT ON ledger_employment FOR EACH ROW "
    "WHEN (NEW.is_primary AND NOT NEW.is_void) EXECUTE FUNCTION ledger_one_primary()",
]

CHANGED = (
    "NEW.id <> OLD.id OR NEW.recorded_by <> OLD.recorded_by OR NEW.source <> OLD.source"
    " OR NEW.source_ref <> OLD.source_ref OR NEW.unit <> OLD.unit OR NEW.opened_at <> OLD.opened_at"
    " OR OLD.seq IS NOT NULL OR OLD.withdrawn_at IS NOT NULL"
)
ENTRY_SQLITE = [
    f"CREATE TRIGGER ledger_entry_only_closes BEFORE UPDATE ON ledger_entry WHEN {CHANGED} "
    "BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END",
    "CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry "
    "BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END",
]
ENTRY_POSTGRES = [
    "CREATE TRIGGER ledger_entry_only_closes BEFORE UPDATE ON ledger_entry FOR EACH ROW "
    f"WHEN ({CHANGED}) EXECUTE FUNCTION leye_refuse()",
    "CREATE TRIGGER ledger_entry_stays BEFORE DELETE ON ledger_entry FOR EACH ROW "
    "EXECUTE FUNCTION leye_refuse()",
]


def refuse_changes_of_facts(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Rows of closed entries stay for ever; what an open entry brought may only be taken away again."""
    closed = "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = OLD.entry_id AND e.seq IS NOT NULL)"
    if editor.connection.vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        script = [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN {closed} {refuse}",
        ]
    else:
        script = [
            f"CREATE FUNCTION {table}_stays() RETURNS trigger AS $$ BEGIN IF {closed} THEN"
            f" RAISE EXCEPTION 'append-only: {table}'; END IF; RETURN OLD; END $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION leye_refuse()",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {table}_stays()",
        ]
    for statement in script:
        editor.execute(statement, params=None)


def forbid_overlapping_primary_spells(editor: BaseDatabaseSchemaEditor) -> None:
    """At most one primary spell a person on any day, whoever writes."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement, params=None)


def let_entries_only_close(editor: BaseDatabaseSchemaEditor) -> None:
    """An entry may be closed or withdrawn once; nothing else about it ever changes."""
    for statement in ENTRY_SQLITE if editor.connection.vendor == "sqlite" else ENTRY_POSTGRES:
        editor.execute(statement, params=None)
