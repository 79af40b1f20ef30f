"""The index of words, by the means of the database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from leye.apps.vacancies import words


def make(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in words.statements(editor.connection.vendor):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
