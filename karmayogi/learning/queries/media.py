"""Lighter forms of a file, as a lesson, the preview and the administrators see them."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows
from karmayogi.learning.engine.renditions import FULL, LADDER
from karmayogi.learning.queries.row import Row


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """name: one of renditions.LADDER."""

    name: str
    sha256: str
    media_type: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class Forms:
    """state: "" where none were ever asked for. forms: lightest first, the original (FULL) last."""

    state: str
    trouble: str
    detail: str
    seconds: int | None
    height: int | None
    pages: int | None
    forms: tuple[Form, ...]

    @property
    def names(self) -> list[str]:
        return [form.name for form in self.forms]

    def form(self, name: str) -> Form:
        return next(form for form in self.forms if form.name == name)


_FORMS = """
select s.sha256, s.media_type, s.size, coalesce(m.state, ''), coalesce(m.trouble, ''), coalesce(m.detail, ''),
  m.seconds, m.height, m.pages, r.name, f.sha256, f.media_type, f.size
from kernel_storedfile s
left join learning_mediasource m on m.file_id = s.id
left join learning_rendition r on r.source_id = s.id and r.name <> 'page'
left join kernel_storedfile f on f.id = r.file_id
where s.sha256 = any(%s::text[])
"""


def forms_of(*hashes: str) -> dict[str, Forms]:
    """The forms of these files by their hash, in one query."""
    found: dict[str, Forms] = {}
    for sha, kind, size, state, trouble, detail, seconds, height, pages, name, *made in rows.fetch(
        Row, _FORMS, [list(hashes)]
    ):
        full = Form(FULL, sha, kind, size)
        one = found.get(sha) or Forms(state, trouble, detail, seconds, height, pages, (full,))
        if name:
            forms = sorted((*one.forms, Form(name, *made)), key=lambda form: LADDER.index(form.name))
            one = dataclasses.replace(one, forms=tuple(forms))
        found[sha] = one
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF or of slides. sha256 None: there is only its text."""

    place: int
    text: str
    width: int | None
    height: int | None
    sha256: str | None
    media_type: str | None
    size: int


_PAGE = """
select r.place, r.text, r.width, r.height, f.sha256, f.media_type, coalesce(f.size, 0)
from learning_rendition r join kernel_storedfile s on s.id = r.source_id
left join kernel_storedfile f on f.id = r.file_id
where s.sha256 = %s and r.name = 'page' and r.place = %s
"""


def page_of(sha256: str, place: int) -> Page | None:
    return rows.first(Page, _PAGE, [sha256, place])


@dataclasses.dataclass(frozen=True, slots=True)
class MediaLine:
    """A file whose forms are being made, were refused or lack a program; where it is used, for whoever looks after it.

    course: code of one course that shows it, "" for none.
    """

    kind: str
    state: str
    trouble: str
    detail: str
    size: int
    seconds: int | None
    cpu_ms: int
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    course: str


_LINES = """
select m.kind, m.state, m.trouble, m.detail, f.size, m.seconds, m.cpu_ms, m.asked_at, m.ended_at,
  coalesce((select c.code from learning_draftedvariant v join learning_draftedpart p on p.id = v.part_id
            join learning_draft d on d.id = p.draft_id join learning_course c on c.id = d.course_id
            where v.file_id = m.file_id order by d.id desc limit 1),
           (select c.code from learning_partvariant v join learning_part p on p.id = v.part_id
            join learning_courseversion n on n.id = p.version_id join learning_course c on c.id = n.course_id
            where v.file_id = m.file_id order by n.id desc limit 1),
           (select c.code from learning_gatheringrecording r join learning_course c on c.id = r.course_id
            where r.file_id = m.file_id order by r.id desc limit 1), '')
from learning_mediasource m join kernel_storedfile f on f.id = m.file_id
where m.state <> 'made'
order by (m.state in ('refused', 'lacking')) desc, m.asked_at desc limit 100
"""


def media_lines() -> list[MediaLine]:
    """What is not made (yet), trouble first; at most a hundred."""
    return rows.fetch(MediaLine, _LINES)


def media_counts() -> dict[str, int]:
    """State -> files."""
    return dict(rows.fetch(Row, "select state, count(*)::int from learning_mediasource group by 1"))


def missing_tools() -> list[tuple[str, dt.datetime]]:
    """Programs that are missing now, and since when."""
    return rows.fetch(
        lambda name, at: (name, at),
        "select name, missed_at from learning_missingtool where found_at is null order by name",
    )
