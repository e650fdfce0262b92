"""Sums of who fills seats by designation, service, cadre and batch as well, under paths cut to three steps (decision
0072). Triggers write what changes from here on; nobody reads it before a night has added up what there was."""

from importlib import import_module

from django.db import migrations, models

before = import_module("karmayogi.plans.migrations.0004_headcounts")

# What a seat adds is a product: of the posting, of how its post is named, of the service she belongs to; so that a
# change of one of them is that of the product, with the others as they stand. Whoever belongs to a service is taken
# off those without one for these days.
_SUM = """
    insert into plans_seatsum
      (organisation_path, designation_id, service_id, cadre_id, batch, "group", kind, day, people)
    select left(x.organisation_path, 24), x.designation_id, x.service_id, x.cadre_id, x.batch, x."group", x.kind,
      d.day, sum(x.sign * d.people)
    from ({lines}) x
    cross join lateral (values (x.since, 1), (x.until, -1)) d (day, people)
    where x.since < x.until and d.day < 'infinity'
    group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(x.sign * d.people) <> 0;
"""
_HERS = """
      select i.organisation_path, v.designation_id, s.service_id, s.cadre_id, s.batch, {group} as "group", i.kind,
        {sign} * s.sign as sign, greatest(i.valid_from, v.since, s.since) as since,
        least(coalesce(i.valid_to, 'infinity'), v.until, s.until) as until
      from {of}
      where i.kind in ('substantive', 'deputation', 'contract', 'elected'){where}
"""
_VERSIONS = """(
        select p.id as post_id, p.designation_id, coalesce(p.as_is_from, '-infinity') as since,
          date 'infinity' as until
        from orgs_post p
        union all
        select x.post_id, x.designation_id, x.valid_from, x.valid_to from orgs_postpast x
      )"""
_BELONGS = """
        select m.service_id, m.cadre_id, m.batch, 1 as sign, m.valid_from as since,
          coalesce(m.valid_to, 'infinity') as until{of}
        union all
        select null, null, null, -1, m.valid_from, coalesce(m.valid_to, 'infinity'){of}
      """
_NONE = "\n        select null::bigint, null::bigint, null::smallint, 1, date '-infinity', date 'infinity'\n        union all"
_HERS_NOW = " from orgs_servicemembership m where m.person_id = i.person_id"
_SERVICES = f"""cross join lateral ({_NONE}{_BELONGS.format(of=_HERS_NOW)})
        s (service_id, cadre_id, batch, sign, since, until)"""
_POSTS = f"join {_VERSIONS} v on v.post_id = i.post_id"
_PERSON = "join people_person p on p.id = i.person_id"


def _of_seats(of: str, sign: str) -> str:
    return _SUM.format(
        lines=_HERS.format(group='p."group"', sign=sign, of=f"{of} i {_POSTS} {_PERSON} {_SERVICES}", where="")
    )


_BOTH = "(select *, -1 as turn from gone union all select *, 1 as turn from came)"
_GONE = "(select *, -1 as turn from gone)"
_CAME = "(select *, 1 as turn from came)"


def _of_services(of: str) -> str:
    belongs = f"cross join lateral ({_BELONGS.format(of='')}) s (service_id, cadre_id, batch, sign, since, until)"
    return _SUM.format(
        lines=_HERS.format(
            group='p."group"', sign="m.turn", where="",
            of=f"{of} m join orgs_incumbency i on i.person_id = m.person_id {_POSTS} {_PERSON} {belongs}",
        )
    )  # fmt: skip


def _of_posts(versions: str) -> str:
    of = f"({versions}) v join orgs_incumbency i on i.post_id = v.post_id {_PERSON} {_SERVICES}"
    return _SUM.format(lines=_HERS.format(group='p."group"', sign="v.turn", where="", of=of))


# Most changes of posts are of something else.
_POST_CHANGED = """select c.id as post_id, x.designation_id, coalesce(x.as_is_from, '-infinity') as since,
        date 'infinity' as until, x.turn
      from came c join gone g on g.id = c.id
      cross join lateral (values (g.designation_id, g.as_is_from, -1), (c.designation_id, c.as_is_from, 1))
        x (designation_id, as_is_from, turn)
      where (g.designation_id, g.as_is_from) is distinct from (c.designation_id, c.as_is_from)"""
_PAST = "select x.post_id, x.designation_id, x.valid_from as since, x.valid_to as until, x.turn from {} x"
_REGROUPED = _SUM.format(
    lines=_HERS.format(
        group="g.of", sign="g.turn", where=" and i.person_id = new.id",
        of='orgs_incumbency i cross join (values (old."group", -1), (new."group", 1)) g (of, turn)'
        f" {_POSTS} {_SERVICES}",
    )
)  # fmt: skip
_INSERT, _DELETE, _UPDATE = (
    ("after insert", "referencing new table as came for each statement"),
    ("after delete", "referencing old table as gone for each statement"),
    ("after update", "referencing old table as gone new table as came for each statement"),
)
_TRIGGERS = {
    "came": ("orgs_incumbency", *_INSERT, _of_seats("came", "1")),
    "gone": ("orgs_incumbency", *_DELETE, _of_seats("gone", "-1")),
    "changed": ("orgs_incumbency", *_UPDATE, _of_seats(_BOTH, "i.turn")),
    "named": ("orgs_post", *_UPDATE, _of_posts(_POST_CHANGED)),
    "past_came": ("orgs_postpast", *_INSERT, _of_posts(_PAST.format(_CAME))),
    "past_gone": ("orgs_postpast", *_DELETE, _of_posts(_PAST.format(_GONE))),
    "past_changed": ("orgs_postpast", *_UPDATE, _of_posts(_PAST.format(_BOTH))),
    "joined": ("orgs_servicemembership", *_INSERT, _of_services(_CAME)),
    "left": ("orgs_servicemembership", *_DELETE, _of_services(_GONE)),
    "served": ("orgs_servicemembership", *_UPDATE, _of_services(_BOTH)),
    "regrouped": (
        "people_person", 'after update of "group"', 'for each row when (old."group" is distinct from new."group")',
        _REGROUPED,
    ),
}  # fmt: skip
WRITTEN = "".join(
    f"create function plans_seatsum_{name}() returns trigger language plpgsql as $$\nbegin{body}    return null;\n"
    f"end $$;\ncreate trigger seatsum_{name} {when} on {table} {how}\n  execute function plans_seatsum_{name}();\n"
    for name, (table, when, how, body) in _TRIGGERS.items()
)
GONE = "".join(
    f"drop trigger seatsum_{name} on {table}; drop function plans_seatsum_{name}();"
    for name, (table, *_) in _TRIGGERS.items()
)
# Of whoever holds a charge: also on which post.
CHARGES = before.WRITTEN.replace("kind, valid_from, valid_to)", "kind, valid_from, valid_to, post_id)").replace(
    "i.kind, i.valid_from, i.valid_to\n", "i.kind, i.valid_from, i.valid_to, i.post_id\n"
)


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0009_by_kind_and_path"),
        ("plans", "0004_headcounts"),
    ]
    operations = [
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SeatSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_path", models.CharField(db_collation="C", max_length=24)),
                ("designation_id", models.BigIntegerField(null=True)),
                ("service_id", models.BigIntegerField(null=True)),
                ("cadre_id", models.BigIntegerField(null=True)),
                ("batch", models.SmallIntegerField(null=True)),
                ("group", models.CharField(blank=True, max_length=30)),
                ("kind", models.CharField(max_length=15)),
                ("day", models.DateField()),
                ("people", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["organisation_path"], name="seatsum_path")]},
        ),
        migrations.AddField(
            "chargeposting",
            "post_id",
            models.BigIntegerField(null=True, help_text="NULL: written before the sums by designation were kept"),
        ),
        migrations.RunSQL(before.GONE + CHARGES, before.GONE + before.WRITTEN),
        migrations.RunSQL(WRITTEN, GONE),
    ]
