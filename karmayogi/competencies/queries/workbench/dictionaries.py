"""The dictionaries: names to look through, names like another, and pairs that may be one."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.engine.workbench.likeness import Alike, Spelling, similar
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class ItemRow:
    """used: in how many orders it stands."""

    id: int
    uuid: uuids.UUID
    dictionary: str
    name_en: str
    name_hi: str
    name_ur: str
    link: str
    owner_en: str
    owner_path: str
    merged_into: uuids.UUID | None
    aliases: list[str]
    used: int


_COLUMNS = """
select i.id, i.uuid, i.dictionary, i.name_en, i.name_hi, i.name_ur, i.link, g.name_en, g.path,
  (select m.uuid from competencies_dictionaryitem m where m.id = i.merged_into_id),
  coalesce((select array_agg(a.name order by a.name) from competencies_dictionaryalias a where a.item_id = i.id), '{}'),
  (select count(distinct p.order_id) from competencies_orderposition p
   left join competencies_orderrole r on r.position_id = p.id
   left join competencies_orderactivity a on a.role_id = r.id
   left join competencies_orderknowledge k on k.activity_id = a.id
   where r.item_id = i.id or a.item_id = i.id or k.item_id = i.id)
from competencies_dictionaryitem i join orgs_organisation g on g.id = i.owner_id
"""


def item(item_uuid: uuids.UUID) -> ItemRow | None:
    return rows.first(ItemRow, _COLUMNS + "where i.uuid = %s", [item_uuid])


def items(dictionary: str, q: str, after: str | None = None, limit: int = 50) -> tuple[list[ItemRow], str | None]:
    """Items by name, merged ones left out; `q` is looked for in every name and other name. The key of the next page."""
    found = rows.fetch(
        ItemRow,
        _COLUMNS
        + """
        where i.dictionary = %(dictionary)s and i.merged_into_id is null
          and (%(q)s = '' or i.name_en ilike %(like)s or i.name_hi ilike %(like)s or i.name_ur ilike %(like)s
               or exists (select 1 from competencies_dictionaryalias a
                          where a.item_id = i.id and a.name ilike %(like)s))
          and (lower(i.name_en), i.uuid) > (lower(%(name)s), %(last)s::uuid)
        order by lower(i.name_en), i.uuid limit %(limit)s
        """,
        {
            "dictionary": dictionary, "q": q.strip(), "like": rows.like(q), "limit": limit + 1,
            **_cursor(after),
        },
    )  # fmt: skip
    page = found[:limit]
    return page, f"{page[-1].uuid}_{page[-1].name_en}" if len(found) > limit else None


def like(dictionary: str, name: str) -> list[tuple[ItemRow, Alike]]:
    """Items of that dictionary whose name or another name is like `name`, best first."""
    if not name.strip():
        return []
    alike = similar(name, spellings(dictionary))
    known = {
        row.id: row
        for row in rows.fetch(ItemRow, _COLUMNS + "where i.id = any(%s::bigint[])", [[one.item_id for one in alike]])
    }
    return [(known[one.item_id], one) for one in alike]


def spellings(dictionary: str) -> list[Spelling]:
    """Every name and other name of the items that stand, oldest item first."""
    return rows.fetch(
        Spelling,
        """
        select i.id, i.name_en from competencies_dictionaryitem i
        where i.dictionary = %(dictionary)s and i.merged_into_id is null
        union all
        select i.id, a.name from competencies_dictionaryalias a join competencies_dictionaryitem i on i.id = a.item_id
        where i.dictionary = %(dictionary)s and i.merged_into_id is null
        order by 1
        """,
        {"dictionary": dictionary},
    )


def counts() -> dict[str, int]:
    """Dictionary -> items that stand."""
    return dict(
        rows.fetch(
            lambda dictionary, count: (dictionary, count),
            "select dictionary, count(*) from competencies_dictionaryitem where merged_into_id is null group by 1",
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PairRow:
    id: int
    uuid: uuids.UUID
    dictionary: str
    keep_id: int
    keep: str
    keep_path: str
    merge_id: int
    merge: str
    merge_path: str
    likeness: float
    why: str
    status: str
    decided_by: str | None
    decided_by_native: str | None
    decided_at: dt.datetime | None


_PAIRS = """
select m.id, m.uuid, k.dictionary, k.id, k.name_en, kg.path, g.id, g.name_en, gg.path, m.likeness, m.why, m.status,
  p.name, p.name_native, m.decided_at
from competencies_dictionarymerge m
join competencies_dictionaryitem k on k.id = m.keep_id
join orgs_organisation kg on kg.id = k.owner_id
join competencies_dictionaryitem g on g.id = m.merge_id
join orgs_organisation gg on gg.id = g.owner_id
left join people_person p on p.id = m.decided_by_id
"""


def pair(pair_uuid: uuids.UUID) -> PairRow | None:
    return rows.first(PairRow, _PAIRS + "where m.uuid = %s", [pair_uuid])


def pairs(status: str, after: str | None = None, limit: int = 25) -> tuple[list[PairRow], str | None]:
    """Pairs of that status, most alike first."""
    likeness, _, last = (after or "").partition("_")
    try:
        start = (float(likeness), -int(last))
    except ValueError:
        start = (2.0, 0)
    found = rows.fetch(
        PairRow,
        _PAIRS + "where m.status = %s and (m.likeness, -m.id) < (%s::float8, %s::bigint)"
        " order by m.likeness desc, m.id limit %s",
        [status, *start, limit + 1],
    )
    page = found[:limit]
    return page, f"{page[-1].likeness!r}_{page[-1].id}" if len(found) > limit else None


def _cursor(after: str | None) -> dict[str, str]:
    last, _, name = (after or "").partition("_")
    try:
        return {"last": str(uuids.UUID(last)), "name": name}
    except ValueError:
        return {"last": "00000000-0000-0000-0000-000000000000", "name": ""}
