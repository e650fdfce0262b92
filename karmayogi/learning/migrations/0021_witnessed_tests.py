"""Results that a proctor saw; how written answers are marked, in the editor."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0020_watching_and_sessions'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='partprogress',
            name='witnessed',
            field=models.BooleanField(db_default=False, default=False, help_text='passed under the eyes of a proctor'),
        ),
        migrations.AddField(
            model_name='draft',
            name='second_percent',
            field=models.SmallIntegerField(db_default=0, default=0, help_text='of the texts, marked by two persons'),
        ),
        migrations.AddField(
            model_name='draft',
            name='peers',
            field=models.SmallIntegerField(db_default=0, default=0, help_text='learners who mark each text; 0: others'),
        ),
    ]
