from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0005_items_and_blueprints'),
    ]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='attemptrequest',
            name='request_open_once',
        ),
        migrations.AddConstraint(
            model_name='attemptrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True), ('extra_percent__isnull', True)), fields=('person', 'paper'), name='request_attempt_open_once'),
        ),
        migrations.AddConstraint(
            model_name='attemptrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True), ('extra_percent__isnull', False)), fields=('person', 'paper'), name='request_time_open_once'),
        ),
    ]
