"""What was seen on the way, and calls afterwards, are only added to."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from leye.apps.audit.triggers import make_append_only


def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    make_append_only(editor, "journey_tick")
    make_append_only(editor, "journey_call")


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
