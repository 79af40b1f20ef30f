from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["subject", "seq"], name="audit_subject"),
        ),
    ]
