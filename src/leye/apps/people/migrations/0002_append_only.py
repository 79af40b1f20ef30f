from django.db import migrations

from leye.apps.people.constraints import (
    forbid_overlapping_primary_spells,
    let_entries_only_close,
    refuse_changes_of_facts,
)

TABLES = (
    "ledger_identity",
    "ledger_contact",
    "ledger_residence",
    "ledger_standing",
    "ledger_capacity",
    "ledger_employment",
    "ledger_wish",
    "ledger_death",
    "ledger_merge",
)


def forwards(apps, editor):
    for table in TABLES:
        refuse_changes_of_facts(editor, table)
    let_entries_only_close(editor)
    forbid_overlapping_primary_spells(editor)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
