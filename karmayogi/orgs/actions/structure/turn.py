"""Turning the page for many at once: what is so until `on` goes into the past tables, what is so from `on` takes its
place. Everything here is set-based and runs in the transaction of the caller."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.engine import paths
from karmayogi.orgs.models import Organisation, OrganisationSpell
from karmayogi.orgs.policies import can_over_organisation
from karmayogi.orgs.queries.records import Record

# A change before the last one would have to rewrite what was between them.
_LATER = """
select exists (select from orgs_organisationspell where path >= %(was)s and path < %(end)s and valid_to > %(on)s)
  or exists (select from orgs_postpast
             where organisation_path >= %(was)s and organisation_path < %(end)s and valid_to > %(on)s)
"""

_ELSEWHERE = """
select exists (select from orgs_organisationspell where organisation_id = %s and path <> %s and valid_to > %s)
"""
# Since when units that have moved stand where they stand.
CAME = """
select s.organisation_id, max(s.valid_to) as there_from from orgs_organisationspell s
join orgs_organisation o on o.id = s.organisation_id and o.path <> s.path where s.valid_to is not null group by 1
"""

_SPELLS = """
with ended as (
  update orgs_organisationspell set valid_to = %(on)s
  where path >= %(was)s and path < %(end)s and valid_to is null and valid_from < %(on)s
  returning organisation_id, parent_id, name_en, name_hi, name_ur, kind, path
)
insert into orgs_organisationspell
  (organisation_id, parent_id, name_en, name_hi, name_ur, kind, path, valid_from, order_number)
select organisation_id, parent_id, name_en, name_hi, name_ur, kind,
  %(now)s::text || substr(path, %(after)s::int), %(on)s::date, ''
from ended
"""

_NEW_SPELLS = """
update orgs_organisationspell set path = %(now)s::text || substr(path, %(after)s::int)
where path >= %(was)s and path < %(end)s and valid_to is null
"""

_OPEN = "(valid_to is null or valid_to > %(on)s)"

_POSTS_TO_PAST = f"""
insert into orgs_postpast (post_id, organisation_id, organisation_path, designation_id, label, reports_to_id,
  sanctioned, valid_from, valid_to)
select id, organisation_id, organisation_path, designation_id, label, reports_to_id, sanctioned,
  coalesce(as_is_from, valid_from), %(on)s::date
from orgs_post where {{which}} and {_OPEN} and coalesce(as_is_from, valid_from) < %(on)s
"""

_INCUMBENCIES_TO_PAST = f"""
insert into orgs_incumbencypast (incumbency_id, person_id, organisation_path, valid_from, valid_to)
select id, person_id, organisation_path, coalesce(placed_from, valid_from), %(on)s::date
from orgs_incumbency where {{which}} and {_OPEN} and coalesce(placed_from, valid_from) < %(on)s
"""

_UNDER = "organisation_path >= %(was)s and organisation_path < %(end)s"


def move_subtree(was: str, now: str, on: dt.date) -> None:
    """All units, posts and incumbencies at `was` and below stand at `now` from that day on.

    Raises Refused when something there was changed after that day.
    """
    values = {"was": was, "end": was + paths.END, "now": now, "after": len(was) + 1, "on": on}
    check_order(was, on)
    rows.run(_SPELLS, values)
    rows.run(_NEW_SPELLS, values)
    rewritten = "%(now)s::text || substr({column}, %(after)s::int)"
    rows.run(_POSTS_TO_PAST.format(which=_UNDER), values)
    rows.run(
        f"""
        update orgs_post set organisation_path = {rewritten.format(column="organisation_path")},
          as_is_from = case when valid_from < %(on)s then greatest(as_is_from, %(on)s::date) else as_is_from end
        where {_UNDER} and {_OPEN}
        """,
        values,
    )
    rows.run(_INCUMBENCIES_TO_PAST.format(which=_UNDER), values)
    rows.run(
        f"""
        update orgs_incumbency set organisation_path = {rewritten.format(column="organisation_path")},
          placed_from = case when valid_from < %(on)s then greatest(placed_from, %(on)s::date) else placed_from end
        where {_UNDER} and {_OPEN}
        """,
        values,
    )
    rows.run(
        f"update orgs_organisation set path = {rewritten.format(column='path')} "
        f"where path >= %(was)s and path < %(end)s and {_OPEN}",
        values,
    )
    for table in ("orgs_delegatedauthority", "orgs_authorityproposal"):
        rows.run(
            f"update {table} a set path = o.path from orgs_organisation o "
            "where o.id = a.organisation_id and a.path <> o.path and a.path >= %(was)s and a.path < %(end)s",
            values,
        )


def move_posts(post_ids: list[int], organisation_id: int, path: str, on: dt.date) -> list[tuple[int, int]]:
    """These posts belong to the unit at `path` from that day on, with whoever holds them.

    Returns (person, post) of those who hold one of them on that day or later. Raises Refused when one of them was
    changed after that day.
    """
    values = {"ids": post_ids, "unit": organisation_id, "path": path, "on": on}
    late = rows.scalar(
        "select count(*) from orgs_postpast where post_id = any(%(ids)s::bigint[]) and valid_to > %(on)s", values
    )
    if late:
        raise Refused(_("A post was changed after that day. Changes are entered in their order."))
    rows.run(_POSTS_TO_PAST.format(which="id = any(%(ids)s::bigint[])"), values)
    rows.run(
        f"""
        update orgs_post set organisation_id = %(unit)s, organisation_path = %(path)s,
          as_is_from = case when valid_from < %(on)s then greatest(as_is_from, %(on)s::date) else as_is_from end
        where id = any(%(ids)s::bigint[]) and {_OPEN}
        """,
        values,
    )
    rows.run(_INCUMBENCIES_TO_PAST.format(which="post_id = any(%(ids)s::bigint[])"), values)
    rows.run(
        f"""
        update orgs_incumbency set organisation_path = %(path)s,
          placed_from = case when valid_from < %(on)s then greatest(placed_from, %(on)s::date) else placed_from end
        where post_id = any(%(ids)s::bigint[]) and {_OPEN}
        """,
        values,
    )
    found = rows.fetch(
        Record,
        f"select person_id, post_id from orgs_incumbency where post_id = any(%(ids)s::bigint[]) and {_OPEN}",
        values,
    )
    return [(person_id, post_id) for person_id, post_id in found]


def check_order(path: str, on: dt.date) -> None:
    """Raises Refused when a unit or post at `path` or below was changed after that day."""
    if rows.scalar(_LATER, {"was": path, "end": path + paths.END, "on": on}):
        raise Refused(_("Something below this unit was changed after that day. Changes are entered in their order."))


def check_stood(unit: Organisation, on: dt.date) -> None:
    """Raises Refused when the unit came to where it stands only after that day: what is put under it from before would
    stand where the unit was not yet."""
    if rows.scalar(_ELSEWHERE, [unit.id, unit.path, on]):
        raise Refused(_("There is a later change already. Changes are entered in their order."))


def check_there(unit: Organisation, on: dt.date) -> None:
    """Raises Refused for a day before the unit was there, and before it came to where it stands."""
    if on < unit.valid_from:
        raise Refused(_("The unit is younger than that day."))
    check_stood(unit, on)


def check_day(on: dt.date, at: dt.datetime) -> None:
    if on > clock.day(at):
        raise Refused(_("Enter a change when it has taken effect, not before."))


def lock_tree() -> None:
    """Changes of structure wait for each other: two at once could make a ring out of two moves that are fine alone."""
    rows.run("select pg_advisory_xact_lock(hashtext('orgs.structure'))")


def shaped(agent: Agent, organisation_id: int) -> Organisation:
    """The unit, locked, for somebody who shapes it. NotFound when not hers; Refused when it was abolished."""
    unit = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if unit is None or (isinstance(agent, Actor) and not can_over_organisation(agent, unit.path, "structure")):
        raise NotFound
    if unit.valid_to is not None:
        raise Refused(_("This unit was abolished."))
    return unit


def open_spell(unit: Organisation, on: dt.date) -> OrganisationSpell:
    """Its present spell. Raises Refused when that began on the day or later."""
    spell = OrganisationSpell.objects.select_for_update().filter(organisation=unit, valid_to=None).get()
    if on <= spell.valid_from:
        raise Refused(_("There is a later change already. Changes are entered in their order."))
    return spell


def close_unit(unit: Organisation, on: dt.date) -> None:
    """The unit is no more from that day on. Whoever calls has seen to it that nothing is left in it."""
    OrganisationSpell.objects.filter(organisation=unit, valid_to=None).update(valid_to=on)
    Organisation.objects.filter(pk=unit.id).update(valid_to=on)


def posts_in(organisation_id: int, on: dt.date) -> list[int]:
    """Ids of the posts of the unit itself that are there on that day or later."""
    return rows.fetch(
        int,
        "select id from orgs_post where organisation_id = %(unit)s and (valid_to is null or valid_to > %(on)s) "
        "order by id",
        {"unit": organisation_id, "on": on},
    )
