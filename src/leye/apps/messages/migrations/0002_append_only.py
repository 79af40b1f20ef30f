"""Tries and people's words on messages are only added to."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from leye.apps.audit.triggers import make_append_only


def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    make_append_only(editor, "message_try", "message_answered")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
