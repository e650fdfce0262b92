from django.db import migrations, models

REFUSE = """
create trigger append_only before update or delete on kernel_auditseal
  for each statement execute function kernel_refuse_change();
create trigger append_only_truncate before truncate on kernel_auditseal
  for each statement execute function kernel_refuse_change();
"""
ALLOW = """
drop trigger append_only on kernel_auditseal;
drop trigger append_only_truncate on kernel_auditseal;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_bulk_acts'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('last_id', models.BigIntegerField(help_text='of the last entry under it; the next seal begins after', primary_key=True, serialize=False)),
                ('entries', models.IntegerField()),
                ('digest', models.BinaryField(help_text='SHA-256 of the digest before and of the entries')),
                ('signature', models.BinaryField(help_text='HMAC by a key derived from the secret key, which is not in the database')),
                ('sealed_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
