"""Steps, moves of budgets and the bank's lines are only added to."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from leye.apps.audit.triggers import make_append_only


def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    make_append_only(editor, "subsidy_step", "subsidy_budget_move", "subsidy_answer_line")


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
