"""What can be kept of a course on a phone, and what was given out."""

import dataclasses
import datetime as dt
import json
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.learning.engine.offline.packing import KEPT_KINDS, PRACTISED, Kept, PackFile
from karmayogi.learning.queries.media import forms_of
from karmayogi.learning.queries.practice import practice_lines, practice_pictures
from karmayogi.learning.queries.row import Row

_PARTS = """
select part.id, part.kind, octet_length(x.body_html), f.sha256, k.sha256, k.size,
  (select json_agg(json_build_array(s.sha256, s.media_type, s.size) order by p.id)::text
   from learning_partpicture p join kernel_storedfile s on s.id = p.file_id where p.variant_id = x.id)
from learning_part part
left join lateral (
  select v.id, v.body_html, v.file_id, v.captions_id from learning_partvariant v
  where v.part_id = part.id and v.language in (%s, 'en') and (v.body_html <> '' or v.file_id is not null)
  order by (v.language = 'en') limit 1
) x on part.kind <> 'quiz'
left join kernel_storedfile f on f.id = x.file_id
left join kernel_storedfile k on k.id = x.captions_id
where part.version_id = %s and part.kind = any(%s) and (part.kind = 'quiz' or x.body_html is not null)
order by part.position
"""


def keepable(version_id: int, language: str) -> list[Kept]:
    """The parts of a version that can be kept, in that language or in English; of a test its questions for practice."""
    found = rows.fetch(Row, _PARTS, [language, version_id, [*KEPT_KINDS, PRACTISED]])
    forms = forms_of(*{row[3] for row in found if row[3]})
    practice = practice_lines([row[0] for row in found if row[1] == PRACTISED], None)
    practised = _practised(list(practice))
    kept = []
    for part_id, kind, text, sha, captions, size, pictures in found:
        if kind == PRACTISED:
            if part_id in practice:
                kept.append(Kept(part_id, kind, practice[part_id][3], {}, pictures=practised.get(part_id, ())))
            continue
        files = {one.name: PackFile(one.sha256, one.media_type, one.size) for one in forms[sha].forms} if sha else {}
        spoken = PackFile(captions, "text/vtt", size) if captions else None
        seen = tuple(PackFile(*one) for one in json.loads(pictures or "[]"))
        kept.append(Kept(part_id, kind, text, files, spoken, seen))
    return kept


_PRACTISED = """
select x.part_id, s.sha256, s.media_type, s.size from learning_partpicture p
join learning_partvariant x on x.id = p.variant_id join kernel_storedfile s on s.id = p.file_id
where x.part_id = any(%s::bigint[]) and s.sha256 = any(%s::text[]) order by p.id
"""


def _practised(tests: list[int]) -> dict[int, tuple[PackFile, ...]]:
    """The pictures of the questions for practice, by part."""
    named = practice_pictures(tests)
    shown: dict[int, tuple[PackFile, ...]] = {}
    if not named:  # as for nearly every course, on each page of it
        return shown
    for part, *file in rows.fetch(Row, _PRACTISED, [list(named), [one for mine in named.values() for one in mine]]):
        if file[0] in named[part]:
            shown[part] = (*shown.get(part, ()), PackFile(*file))
    return shown


@dataclasses.dataclass(frozen=True, slots=True)
class PackRow:
    """left: she left the course meanwhile."""

    id: int
    uuid: UUID
    device_id: int
    enrolment_id: int
    parts: list[int]
    form: str
    valid_until: dt.datetime
    left: bool
    language: str


def packs_by_uuid(person_id: int, uuids: list[UUID]) -> dict[UUID, PackRow]:
    """Hers among these."""
    found = rows.fetch(
        PackRow,
        """
        select p.id, p.uuid, p.device_id, p.enrolment_id, p.parts, p.form, p.valid_until,
          n.status = 'withdrawn', p.language
        from learning_offlinepack p join learning_enrolment n on n.id = p.enrolment_id
        where p.person_id = %s and p.uuid = any(%s)
        """,
        [person_id, uuids],
    )
    return {row.uuid: row for row in found}


@dataclasses.dataclass(frozen=True, slots=True)
class LineRow:
    """A line from a phone as its owner sees it. title: of the part, "" where it is not known."""

    arrived_at: dt.datetime
    happened_at: dt.datetime | None
    device: str
    title: str
    language: str
    kind: str
    outcome: str
    reason: str
    credited: int
    clock_changed: bool


def lines_of(person_id: int, language: str) -> list[LineRow]:
    """The newest fifty."""
    return rows.fetch(
        LineRow,
        """
        select l.arrived_at, l.happened_at, coalesce(d.name, ''), coalesce(vl.title, ve.title, ''),
          case when vl.title is null then 'en' else %s end, l.kind, l.outcome, l.reason, l.credited, l.clock_changed
        from learning_offlineline l
        left join people_device d on d.id = l.device_id
        left join learning_partvariant ve on ve.part_id = l.part_id and ve.language = 'en'
        left join learning_partvariant vl on vl.part_id = l.part_id and vl.language = %s
        where l.person_id = %s order by l.arrived_at desc, l.id desc limit 50
        """,
        [language, language, person_id],
    )


_CHAIN = """
with recursive back as (
  select link, prev, 1 as steps from learning_offlineline where device_id = %(device)s and link = %(link)s
  union
  select l.link, l.prev, back.steps + 1 from back
  join learning_offlineline l on l.device_id = %(device)s and l.link = back.prev
  where back.link <> %(until)s and back.steps < 5000
)
select distinct link from back
"""


def chain_back(device_id: int, link: str, until: str) -> set[str]:
    """Lines of that device from that one back to `until`, by what each names as the one before, whatever became of
    them. `until` is not among them where one between has not arrived."""
    return set(rows.fetch(str, _CHAIN, {"device": device_id, "link": link, "until": until}))


def seconds_counted(person_id: int) -> int:
    """Of all parts of the person: what stamps hold."""
    return int(rows.scalar(
        "select coalesce(sum(seconds), 0) from learning_partprogress where person_id = %s", [person_id]
    ))  # fmt: skip
