"""Moves of budgets stay only added to; how lines were settled, too. Courses paid by months are paid by days."""

import datetime as dt

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from leye.apps.audit.triggers import make_append_only


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":  # its tables are made anew for a column, without triggers
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS subsidy_budget_move_no_{verb}", params=None)
        make_append_only(editor, "subsidy_budget_move")
    make_append_only(editor, "subsidy_settlement")


def by_days(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A course held the months that it touched; now it holds its days, and another may follow in the same month."""
    slots = apps.get_model("subsidies", "Slot")
    rows = slots.objects.filter(kind="training", freed_at=None).select_related("claim__application")
    claims = {row.claim_id: row for row in rows}
    rows.delete()
    for row in claims.values():
        start, end = row.claim.application.start, row.claim.application.end
        days = [(start + dt.timedelta(days=n)).isoformat() for n in range((end - start).days)]
        slots.objects.bulk_create(
            [slots(kind=row.kind, person_id=row.person_id, span=day, claim_id=row.claim_id) for day in days]
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0003_settled_moved_mended"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.RunPython(by_days, migrations.RunPython.noop),
    ]
