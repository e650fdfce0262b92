"""Sums of who fills seats, so that an audience of the country is counted at once (decision 0067).

Triggers write what changes from here on; nobody reads it before a night has added up what there was.
"""

from django.db import migrations, models

# Of each statement on postings what it changes, added up; what changes nothing that is summed writes nothing. A person
# who comes to another group takes her seats along. Two who change one person's group and her seat at the same moment
# see nothing of each other: the night puts that right.
_SUM = """
    insert into plans_headcount (organisation_path, "group", kind, day, people)
    select i.organisation_path, {group}, i.kind, d.day, sum({sign} * d.people)
    from {of} cross join lateral (values (i.valid_from, 1), (i.valid_to, -1)) d (day, people)
    where {where}i.kind in ('substantive', 'deputation', 'contract', 'elected') and d.day is not null
    group by 1, 2, 3, 4 having sum({sign} * d.people) <> 0;
"""
_PERSON = "{} i join people_person p on p.id = i.person_id"
_CAME = _SUM.format(group='p."group"', sign="1", of=_PERSON.format("came"), where="")
_GONE = _SUM.format(group='p."group"', sign="-1", of=_PERSON.format("gone"), where="")
_CHANGED = _SUM.format(
    group='p."group"', sign="i.sign", where="",
    of=_PERSON.format("(select *, -1 as sign from gone union all select *, 1 from came)"),
)  # fmt: skip
_REGROUPED = _SUM.format(
    group="g.of", sign="g.sign", where="i.person_id = new.id and ",
    of="""orgs_incumbency i cross join (values (old."group", -1), (new."group", 1)) g (of, sign)""",
)  # fmt: skip
# Of whoever holds a charge, or held one before: her postings anew.
_CHARGES = """
    with touched as materialized (
      select c.person_id from {of} c
      where c.kind not in ('substantive', 'deputation', 'contract', 'elected')
        or exists (select from plans_chargeposting x where x.person_id = c.person_id offset 0)
    ), ended as (
      delete from plans_chargeposting x using touched t where x.person_id = t.person_id
    )
    insert into plans_chargeposting (person_id, organisation_path, "group", kind, valid_from, valid_to)
    select i.person_id, i.organisation_path, p."group", i.kind, i.valid_from, i.valid_to
    from (select distinct person_id from touched) t join orgs_incumbency i on i.person_id = t.person_id
    join people_person p on p.id = i.person_id
    where exists (select from orgs_incumbency c where c.person_id = t.person_id
      and c.kind not in ('substantive', 'deputation', 'contract', 'elected') offset 0);
"""
_REGROUPED += '    update plans_chargeposting set "group" = new."group" where person_id = new.id;\n'
_CAME += _CHARGES.format(of="came")
_GONE += _CHARGES.format(of="gone")
_CHANGED += _CHARGES.format(
    of="(select person_id, kind from gone union all select person_id, kind from came)"
)
_TRIGGERS = {
    "came": ("orgs_incumbency", "after insert", "referencing new table as came for each statement", _CAME),
    "gone": ("orgs_incumbency", "after delete", "referencing old table as gone for each statement", _GONE),
    "changed": (
        "orgs_incumbency", "after update", "referencing old table as gone new table as came for each statement",
        _CHANGED,
    ),
    "regrouped": (
        "people_person", 'after update of "group"', 'for each row when (old."group" is distinct from new."group")',
        _REGROUPED,
    ),
}  # fmt: skip
WRITTEN = "".join(
    f"create function plans_headcount_{name}() returns trigger language plpgsql as $$\nbegin{body}    return null;\n"
    f"end $$;\ncreate trigger headcount_{name} {when} on {table} {how}\n  execute function plans_headcount_{name}();\n"
    for name, (table, when, how, body) in _TRIGGERS.items()
)
GONE = "".join(
    f"drop trigger headcount_{name} on {table}; drop function plans_headcount_{name}();"
    for name, (table, *_) in _TRIGGERS.items()
)


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0008_counted_by_index"),
        ("people", "0007_push_devices"),
        ("plans", "0003_peaks_of_a_rehearsal"),
    ]
    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_path", models.TextField(db_collation="C")),
                ("group", models.CharField(blank=True, max_length=30)),
                ("kind", models.CharField(max_length=15)),
                ("day", models.DateField()),
                ("people", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation_path"], include=["group", "kind", "day", "people"],
                        name="headcount_path",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChargePosting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_path", models.TextField(db_collation="C")),
                ("group", models.CharField(blank=True, max_length=30)),
                ("kind", models.CharField(max_length=15)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["organisation_path"], name="charge_path")]},
        ),
        migrations.RunSQL(WRITTEN, GONE),
    ]  # fmt: skip
