"""A site's share of a return and its answer; both are only added to."""

import django.db.models.deletion
from django.db import migrations, models

from leye.apps.audit.triggers import make_append_only


def forwards(apps, editor):
    make_append_only(editor, "report_site_part", "report_site_answer")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice', models.CharField(max_length=40)),
                ('month', models.CharField(max_length=7)),
                ('county', models.CharField(max_length=6)),
                ('site_id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('seq', models.BigIntegerField()),
                ('figures', models.TextField()),
                ('words', models.CharField(default='', max_length=500)),
                ('filler', models.CharField(max_length=60)),
                ('phone_cipher', models.TextField()),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'report_site_part',
                'indexes': [models.Index(fields=['month', 'county'], name='site_part_county')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'month', 'site_id', 'number'), name='site_part_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('made_by', ''), _negated=True), models.Q(('filler', ''), _negated=True), models.Q(('phone_cipher', ''), _negated=True)), name='site_part_says_whom_to_ask')],
            },
        ),
        migrations.CreateModel(
            name='SiteAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_taken', models.BooleanField()),
                ('column', models.CharField(default='', max_length=40)),
                ('words', models.CharField(default='', max_length=500)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('part', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='reports.sitepart')),
            ],
            options={
                'db_table': 'report_site_answer',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by', ''), _negated=True), models.Q(('is_taken', True), models.Q(('words', ''), _negated=True), _connector='OR')), name='site_answer_says_why_it_goes_back')],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
