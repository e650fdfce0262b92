from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_audit_seal'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkact',
            name='asked_by_native',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='approved_by_native',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
    ]
