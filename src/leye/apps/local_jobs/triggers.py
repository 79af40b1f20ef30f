"""Nobody holds two public posts on one day: triggers for SQLite and PostgreSQL, whoever writes."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = "two public posts on one day"
OVERLAP = """
SELECT 1 FROM local_placement p
WHERE p.person_id = NEW.person_id AND p.post_id IS NOT NULL AND NOT p.is_void
  AND p.id <> COALESCE(NEW.id, -1)
  AND (p.valid_to IS NULL OR p.valid_to > NEW.valid_from)
  AND (NEW.valid_to IS NULL OR p.valid_from < NEW.valid_to)
"""
WHEN = "NEW.post_id IS NOT NULL AND NOT NEW.is_void"
SQLITE = [
    f"CREATE TRIGGER local_placement_one_post_{verb.lower()} BEFORE {verb} ON local_placement "
    f"WHEN {WHEN} AND EXISTS ({OVERLAP}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    for verb in ("INSERT", "UPDATE")
]
POSTGRES = [
    f"""
CREATE FUNCTION local_one_post() RETURNS trigger AS $$
BEGIN
  -- Two sessions that place one person take turns, or neither would see the other's post.
  PERFORM pg_advisory_xact_lock(85, (NEW.person_id % 2147483647)::int);
  IF EXISTS ({OVERLAP}) THEN
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
""",
    "CREATE TRIGGER local_placement_one_post BEFORE INSERT OR UPDATE ON local_placement FOR EACH ROW "
    f"WHEN ({WHEN}) EXECUTE FUNCTION local_one_post()",
]


def forbid_two_posts(editor: BaseDatabaseSchemaEditor) -> None:
    """At most one public post a person on any day; called by a migration."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement, params=None)
