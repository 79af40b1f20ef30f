"""Versions, their rows, parts, findings and remarks, and the steps of a return are only added to."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from leye.apps.audit.triggers import make_append_only

TABLES = (
    "report_document",
    "report_version",
    "report_part",
    "report_row",
    "report_finding",
    "report_remark",
    "report_step",
    "report_unequal",
    "report_brought",
)


def forwards(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    make_append_only(editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("audit", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
