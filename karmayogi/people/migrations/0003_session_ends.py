from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_limit'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='idle_limit',
            field=models.DurationField(help_text='ends after this time without use; NULL: only at ends_at', null=True),
        ),
        migrations.AddField(
            model_name='session',
            name='ends_at',
            field=models.DateTimeField(db_default=Now(), help_text='expire_date never passes it'),
        ),
        migrations.AddField(
            model_name='session',
            name='second_factor',
            field=models.BooleanField(db_default=False, help_text='shown in this session'),
        ),
        # Sessions that are open now end when they would have.
        migrations.RunSQL('update people_session set ends_at = expire_date', migrations.RunSQL.noop),
        migrations.AddField(
            model_name='account',
            name='invited_at',
            field=models.DateTimeField(help_text='when the first invitation was sent', null=True),
        ),
    ]
