import django.db.models.deletion
from django.db import migrations, models

# The unique key is weaker than the one before: every row that is there fits.
_ONE = models.UniqueConstraint(
    condition=models.Q(
        ('replaced_at__isnull', True),
        models.Q(('ref_kind', 'attendance'), ('revoked_reason', 'error'), _negated=True),
        models.Q(('revoked_reason', 'undone'), _negated=True),
    ),
    fields=('ref_uuid', 'ref_kind'),
    name='certificate_one_per_ref',
)


class Migration(migrations.Migration):
    dependencies = [
        ('credentials', '0008_title_in_its_own_language'),
        ('kernel', '__first__'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Print',
            fields=[
                ('pk', models.CompositePrimaryKey('certificate_id', 'language', blank=True, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=10)),
                ('digest', models.CharField(help_text='SHA-256 of all that the page is made of', max_length=64)),
                ('read_on', models.DateField(help_text='when somebody asked for it last')),
                ('certificate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='credentials.certificate')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
            ],
            options={'indexes': [models.Index(fields=['read_on'], name='print_read_on')]},
        ),
        migrations.AlterField(
            model_name='certificate',
            name='revoked_reason',
            field=models.CharField(blank=True, choices=[('error', 'error'), ('unfair_means', 'unfair_means'), ('wrong_person', 'wrong_person'), ('course_withdrawn', 'course_withdrawn'), ('replaced', 'replaced'), ('undone', 'undone'), ('other', 'other')], max_length=20),
        ),
        migrations.RemoveConstraint(model_name='certificate', name='certificate_one_per_ref'),
        migrations.AddConstraint(model_name='certificate', constraint=_ONE),
    ]
