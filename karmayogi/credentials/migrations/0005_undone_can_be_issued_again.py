from django.db import migrations, models

# Weaker than the one before: every row that is there fits.


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0004_templates_and_replacement'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_one_per_ref',
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True), models.Q(('ref_kind', 'attendance'), ('revoked_reason', 'error'), _negated=True)), fields=('ref_uuid', 'ref_kind'), name='certificate_one_per_ref'),
        ),
    ]
