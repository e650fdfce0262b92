
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0019_offline'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='partprogress',
            name='witnessed',
            field=models.BooleanField(db_default=False, default=False, help_text='passed under the eyes of a proctor'),
        ),
    ]
