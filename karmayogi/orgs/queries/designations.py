"""Designations by id and by any of their spellings."""

from collections.abc import Iterable

from karmayogi.kernel import rows
from karmayogi.orgs.engine.designations import designation_key
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.types import DesignationRow


def designations(ids: Iterable[int]) -> dict[int, DesignationRow]:
    """Asked id -> designation; a merged one is answered by the one that stays."""
    found = rows.fetch(
        Record,
        """
        select d.id, k.id, k.uuid, k.name, k.name_hi, k.name_ur
        from orgs_designation d join orgs_designation k on k.id = coalesce(d.merged_into_id, d.id)
        where d.id = any(%s::bigint[])
        """,
        [list(ids)],
    )
    return {asked: DesignationRow(*columns) for asked, *columns in found}


def designation_by_name(name: str) -> DesignationRow | None:
    """Finds by exact name, then by a recorded other spelling, then by key (case, punctuation and abbreviations aside),
    then by its Hindi or Urdu name, where one designation alone has it.

    A merged designation is answered by the one that stays.
    """
    return designations_by_name([name]).get(name)


def designations_by_name(names: Iterable[str]) -> dict[str, DesignationRow]:
    """Asked name -> designation, found as `designation_by_name` does. Unknown names are left out.

    In one query; in a second one what is not found and not English.
    """
    asked = {name: " ".join(name.split()) for name in names}
    keys = {name: designation_key(name) for name in asked}
    found = rows.fetch(
        Record,
        """
        select s.spelling, s.key, s.rank, k.id, k.uuid, k.name, k.name_hi, k.name_ur
        from (
          select d.name as spelling, d.key, d.id, 0 as rank
          from orgs_designation d where d.name = any(%(names)s::text[])
          union all
          select a.name, '', a.designation_id, 1 from orgs_designationalias a where a.name = any(%(names)s::text[])
          union all
          select d.name, d.key, d.id, 2 from orgs_designation d where d.key = any(%(keys)s::text[])
        ) s
        join orgs_designation d on d.id = s.id
        join orgs_designation k on k.id = coalesce(d.merged_into_id, d.id)
        order by s.rank, k.id
        """,
        {"names": list(set(asked.values())), "keys": list(set(keys.values()))},
    )
    exact: dict[str, DesignationRow] = {}
    by_key: dict[str, DesignationRow] = {}
    for spelling, key, rank, *columns in found:
        (by_key if rank == 2 else exact).setdefault(key if rank == 2 else spelling, DesignationRow(*columns))
    answers = {name: exact.get(clean) or by_key.get(keys[name]) for name, clean in asked.items()}
    left = {asked[name] for name, row in answers.items() if row is None and not name.isascii()}
    alone = _by_translation(left) if left else {}
    answers |= {name: alone.get(asked[name]) for name, row in answers.items() if row is None}
    return {name: row for name, row in answers.items() if row is not None}


def _by_translation(names: Iterable[str]) -> dict[str, DesignationRow]:
    """Hindi or Urdu name -> designation, where one alone has it."""
    found = rows.fetch(
        Record,
        """
        select distinct t.name, k.id, k.uuid, k.name, k.name_hi, k.name_ur
        from orgs_designation d cross join lateral (values (d.name_hi), (d.name_ur)) t (name)
        join orgs_designation k on k.id = coalesce(d.merged_into_id, d.id)
        where t.name = any(%s::text[])
        """,
        [list(names)],
    )
    translated: dict[str, list[DesignationRow]] = {}
    for name, *columns in found:
        translated.setdefault(name, []).append(DesignationRow(*columns))
    return {name: those[0] for name, those in translated.items() if len(those) == 1}


def designation_names() -> list[str]:
    """The names to choose from, merged ones left out, in the order of the alphabet."""
    found = rows.fetch(
        Record, "select name from orgs_designation where merged_into_id is null order by lower(name), name"
    )
    return [name for (name,) in found]
