"""A lesson page: the outline with ticks, and one part in the reader's language."""

import dataclasses
from typing import Any
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.engine.watching import Film
from karmayogi.learning.queries.films import as_film
from karmayogi.learning.queries.progress import PROGRESS
from karmayogi.learning.queries.row import Row


@dataclasses.dataclass(frozen=True, slots=True)
class OutlinePart:
    """A line of the outline, title in the chosen language where there is one (`language` says in which it is)."""

    id: int
    uuid: UUID
    key: str
    kind: str
    minutes: int
    bytes: int
    title: str
    language: str
    state: str
    score: int | None

    @property
    def done(self) -> bool:
        return self.state == "done"


@dataclasses.dataclass(frozen=True, slots=True)
class Lesson:
    """The enrolment behind a lesson page, with the outline. done of total: its progress (queries/progress.py)."""

    enrolment_id: int
    enrolment_uuid: UUID
    course_id: int
    course_uuid: UUID
    version_id: int
    title: str
    title_language: str
    language: str
    languages: tuple[str, ...]
    status: str
    pass_percent: int
    last_part_id: int | None
    done: int
    total: int
    sessions_needed: int
    parts: tuple[OutlinePart, ...]

    @property
    def choices(self) -> list[str]:
        """Languages that she can choose, the one in force among them even where it has only titles."""
        return [*self.languages, *({self.language} - set(self.languages))]

    def part(self, key: str) -> OutlinePart:
        """Raises NotFound."""
        for part in self.parts:
            if part.key == key:
                return part
        raise NotFound

    def after(self, key: str) -> OutlinePart | None:
        keys = [part.key for part in self.parts]
        place = keys.index(key) + 1
        return self.parts[place] if place < len(keys) else None

    def before(self, key: str) -> OutlinePart | None:
        keys = [part.key for part in self.parts]
        place = keys.index(key)
        return self.parts[place - 1] if place else None

    @property
    def next_open(self) -> OutlinePart | None:
        """The first part not done."""
        return next((part for part in self.parts if not part.done), None)


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """A part's content; `language` is the one it is really in. length: seconds. sha: of the file. visit, seq: of her
    last report."""

    language: str
    body_html: str
    bytes: int
    pages: int | None
    length: int | None
    file_sha: str | None
    file_type: str | None
    captions_sha: str | None
    poster_sha: str | None
    package_id: int | None
    package_sha: str | None
    package_title: str | None
    min_seconds: int
    position: str
    furthest: int
    seconds: int
    visit: int
    seq: int
    watched: str | None
    read_seconds: int
    watch_percent: int | None

    @property
    def film(self) -> Film:
        return as_film(self.length, self.watch_percent, self.body_html)


_LESSON = f"""
select n.id, n.uuid, n.course_id, c.uuid, n.version_id, coalesce(tl.title, te.title),
  case when tl.title is null then 'en' else n.language end, n.language, coalesce(entry.languages, '{{en}}'), n.status,
  v.pass_percent, n.last_part_id, n.done, n.total, v.sessions_needed,
  part.id, part.uuid, part.key, part.kind, part.minutes, coalesce(nullif(vl.bytes, 0), ve.bytes),
  coalesce(vl.title, ve.title), case when vl.title is null then 'en' else n.language end,
  coalesce(g.state, ''), g.score
from (
  select n.*, progress.done, progress.total from learning_enrolment n
  {PROGRESS}
  where n.person_id = %s and n.uuid = %s and n.status <> 'withdrawn'
) n
join learning_course c on c.id = n.course_id
join learning_courseversion v on v.id = n.version_id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext tl on tl.version_id = v.id and tl.language = n.language
left join learning_catalogueentry entry on entry.course_id = c.id
join learning_part part on part.version_id = v.id
join learning_partvariant ve on ve.part_id = part.id and ve.language = 'en'
left join learning_partvariant vl on vl.part_id = part.id and vl.language = n.language
left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
order by part.position
"""

_CONTENT = """
select x.language, x.body_html, x.bytes, x.pages, coalesce(m.seconds, x.seconds), f.sha256, f.media_type,
  k.sha256, o.sha256, package.id, package.sha256, package.title,
  part.min_seconds, coalesce(g.position, ''), coalesce(g.furthest, 0), coalesce(g.seconds, 0),
  coalesce(g.visit, 0), coalesce(g.seq, 0), g.watched::text, coalesce(g.read_seconds, 0), v.watch_percent
from learning_partvariant x
join learning_part part on part.id = x.part_id
join learning_courseversion v on v.id = part.version_id
left join learning_mediasource m on m.file_id = x.file_id
left join kernel_storedfile f on f.id = x.file_id
left join kernel_storedfile k on k.id = x.captions_id
left join kernel_storedfile o on o.id = x.poster_id
left join learning_package package on package.id = x.package_id
left join learning_partprogress g on g.person_id = %s and g.part_id = x.part_id
where x.part_id = %s and x.language in (%s, 'en')
  and (part.kind in ('quiz', 'lti') or x.body_html <> '' or x.file_id is not null or x.package_id is not null)
order by (x.language = 'en')
limit 1
"""


def lesson(actor: Actor, enrolment_uuid: UUID) -> Lesson:
    """Her enrolment with its outline, in one query. Raises NotFound for anybody else's."""
    found = rows.fetch(Row, _LESSON, [actor.person_id, enrolment_uuid])
    if not found:
        raise NotFound
    head: Any = found[0]
    fields: Any = (*head[:8], tuple(head[8]), *head[9:15], tuple(OutlinePart(*row[15:]) for row in found))
    return Lesson(*fields)


def content(actor: Actor, part_id: int, language: str) -> Content:
    """What a part shows, in that language or in English. Raises NotFound."""
    found = rows.first(Content, _CONTENT, [actor.person_id, part_id, language])
    if found is None:
        raise NotFound
    return found
