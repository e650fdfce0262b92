import django.db.models.deletion
from django.db import migrations, models

# A variant of a file that a published version shows never changes and never goes: what was learnt from stays.
FROZEN = """
create function learning_rendition_frozen() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.file_id is null then
    return new; -- a slide that was there as text alone gets its picture
  end if;
  if exists (select from learning_partvariant x where x.file_id = old.source_id) then
    raise exception 'a variant of a published file does not change' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger learning_rendition_frozen before update or delete on learning_rendition
  for each row execute function learning_rendition_frozen();
"""
THAWED = """
drop trigger learning_rendition_frozen on learning_rendition;
drop function learning_rendition_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_audit_seal"), ("learning", '0012_units')]

    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="MediaSource",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                        serialize=False, to="kernel.storedfile",
                    ),
                ),
                ("kind", models.CharField(help_text="video, audio, pdf, slides", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"), ("making", "Making"), ("made", "Made"), ("refused", "Refused"),
                            ("lacking", "Lacking"),
                        ],
                        default="waiting", max_length=10,
                    ),
                ),
                (
                    "trouble",
                    models.CharField(blank=True, help_text="learning.engine.renditions.Trouble", max_length=20),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("seconds", models.IntegerField(help_text="length as measured", null=True)),
                ("height", models.IntegerField(help_text="lines of the film", null=True)),
                ("pages", models.SmallIntegerField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("cpu_ms", models.IntegerField(default=0, help_text="processor time that making took")),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "making"])), fields=["asked_at"],
                        name="media_to_make",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissingTool",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("missed_at", models.DateTimeField()),
                ("found_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="audio, 240p, page", max_length=10)),
                (
                    "place",
                    models.SmallIntegerField(
                        default=0, help_text="number of the page, from 1; 0 for what has no pages"
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="what is written on the page")),
                ("width", models.SmallIntegerField(null=True)),
                ("height", models.SmallIntegerField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="kernel.storedfile",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="learning.mediasource"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "name", "place"), name="rendition_once")
                ],
            },
        ),
        migrations.RunSQL(FROZEN, THAWED),
    ]
