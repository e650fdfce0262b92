from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0006_one_seat_one_holder'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='incumbencypast',
            index=models.Index(fields=['person'], name='incumbency_past_person'),
        ),
    ]
