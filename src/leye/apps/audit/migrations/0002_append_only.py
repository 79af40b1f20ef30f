from django.db import migrations

from leye.apps.audit.triggers import make_append_only


def forwards(apps, editor):
    make_append_only(editor, "audit_event")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
