import django.db.models.deletion
from django.db import migrations, models

import karmayogi.kernel.ids


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0004_suggestions'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtCourse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=karmayogi.kernel.ids.uuid7, unique=True)),
                ('sha256', models.CharField(help_text='of the file as it came', max_length=64)),
                ('format', models.CharField(max_length=30)),
                ('filename', models.CharField(max_length=200)),
                ('bytes', models.BigIntegerField()),
                ('state', models.CharField(choices=[('read', 'Read'), ('draft', 'Draft'), ('published', 'Published'), ('discarded', 'Discarded')], default='read', max_length=10)),
                ('code', models.CharField(blank=True, help_text='of the course it is to become', max_length=40)),
                ('title', models.CharField(help_text='in English', max_length=250)),
                ('plan', models.JSONField(help_text='learning.types.CoursePlan with its report')),
                ('brought_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('brought_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('course', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.course')),
                ('published_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('sha256',), name='brought_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('course__isnull', True), ('published_at__isnull', True)), _connector='OR'), name='brought_published_whole'),
                    models.CheckConstraint(condition=models.Q(('published_by__isnull', True), ('brought_by__isnull', True), models.Q(('published_by', models.F('brought_by')), _negated=True), _connector='OR'), name='brought_by_one_published_by_another'),
                ],
            },
        ),
    ]
