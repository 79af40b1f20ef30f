from django.db import migrations

from leye.apps.local_jobs.triggers import forbid_two_posts


def forwards(apps, editor):
    forbid_two_posts(editor)


class Migration(migrations.Migration):
    dependencies = [("local_jobs", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
