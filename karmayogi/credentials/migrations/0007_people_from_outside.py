"""Certificates of people who have no account here."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0006_certificate_ref'),
        ('orgs', '0006_one_seat_one_holder'),
        ('people', '0005_devices'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='certificate',
            name='organisation',
            field=models.ForeignKey(db_index=False, help_text='of somebody from outside, who is no person here: the office that invited them', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.organisation'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('person__isnull', False)), models.Q(('organisation__isnull', False), ('person__isnull', True), ('valid_until__isnull', False)), _connector='OR'), name='certificate_of_one'),
        ),
    ]
