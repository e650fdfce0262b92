"""A draft or a published version as `engine.authoring.said.Said`."""

import json
from typing import Any

import msgspec

from karmayogi.kernel import languages, rows, slots
from karmayogi.learning.engine.authoring.said import Said, SaidGathering, SaidPart, SaidVariant, Taught, taught_in
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.prose import words_of
from karmayogi.learning.queries.collections.structures import draft_lines_of, version_lines
from karmayogi.learning.queries.gatherings.sessions import codes_of
from karmayogi.learning.queries.row import Row
from karmayogi.learning.types import QuizSection, QuizSpec

_DRAFT_TAUGHT = """
select k.code, t.level, k.name_en, k.name_hi, k.name_ur from learning_draftedcompetency t
join competencies_competency k on k.id = t.competency_id where t.draft_id = %s order by k.code
"""
_VERSION_TAUGHT = """
select k.code, t.level, k.name_en, k.name_hi, k.name_ur from learning_coursecompetency t
join competencies_competency k on k.id = t.competency_id where t.version_id = %s order by k.code
"""
_VARIANT = """
  x.language, coalesce(x.title, ''), coalesce(x.source, ''), coalesce(x.body_html, ''), coalesce(f.sha256, ''),
  coalesce(f.media_type, ''), coalesce(k.sha256, ''), coalesce(package.sha256, ''),
  octet_length(coalesce(x.body_html, '')) + coalesce(f.size, 0) + coalesce(k.size, 0) + coalesce(o.size, 0)
    + coalesce(package.bytes, 0) + coalesce((
      select sum(seen.size) from learning_{kind}picture p join kernel_storedfile seen on seen.id = p.file_id
      where p.variant_id = x.id), 0)::int, x.pages, x.seconds,
  coalesce(m.state, ''), coalesce(m.trouble, '')
"""


def _variant_of(kind: str) -> str:
    """Its columns; kind: drafted or part."""
    return _VARIANT.format(kind=kind)


_FILES = """
left join kernel_storedfile f on f.id = x.file_id
left join kernel_storedfile k on k.id = x.captions_id
left join kernel_storedfile o on o.id = x.poster_id
left join learning_package package on package.id = x.package_id
left join learning_mediasource m on m.file_id = x.file_id
"""
_DRAFT_PARTS = f"""
select part.id, part.uuid, part.key, part.kind, part.minutes, part.questions, part.link, {_variant_of("drafted")}
from learning_draftedpart part left join learning_draftedvariant x on x.part_id = part.id {_FILES}
where part.draft_id = %s order by part.position, x.language
"""
_VERSION_PARTS = f"""
select part.id, part.uuid, part.key, part.kind, part.minutes, null::jsonb, part.link, {_variant_of("part")}
from learning_part part left join learning_partvariant x on x.part_id = part.id {_FILES}
where part.version_id = %s order by part.position, x.language
"""


def draft_said(draft_id: int) -> Said:
    """In four queries."""
    head: Any = rows.first(
        Row,
        "select d.languages, d.mode, d.licence, d.pass_percent, d.parts_needed, d.draw, d.quiz_minutes, d.attempts,"
        " c.kind, d.counts_prior, d.certificate_months, d.negative_percent, coalesce(d.sections::text, '[]'),"
        " d.second_percent, d.peers, d.watch_percent, d.sessions, d.sessions_needed"
        " from learning_draft d join learning_course c on c.id = d.course_id where d.id = %s",
        [draft_id],
    )
    texts = rows.fetch(Row, "select language, title, summary from learning_draftedtext where draft_id = %s", [draft_id])
    declared, mode, licence, pass_percent, needed, draw, minutes, attempts, kind, prior, months, *terms = head
    return Said(
        {row[0]: row[1] for row in texts if row[1]}, {row[0]: row[2] for row in texts if row[2]},
        tuple(declared), mode, licence, pass_percent, needed, draw, minutes, attempts,
        tuple(rows.fetch(Taught, _DRAFT_TAUGHT, [draft_id])), _parts(_DRAFT_PARTS, draft_id, published=False),
        kind, prior, *_beside(kind, "draft", draft_id), certificate_months=months,
        negative_percent=terms[0], sections=msgspec.json.decode(terms[1], type=tuple[QuizSection, ...]),
        second_percent=terms[2], peers=terms[3], watch_percent=terms[4], sessions=tuple(terms[5]),
        sessions_needed=terms[6],
    )  # fmt: skip


def version_said(version_id: int) -> Said:
    """Languages are those with something to learn from; the terms of the test are asked of whoever holds it."""
    head: Any = rows.first(
        Row,
        "select c.mode, c.licence, v.pass_percent, v.parts_needed, c.kind, v.counts_prior, v.certificate_months,"
        " v.watch_percent, v.sessions_needed"
        " from learning_courseversion v join learning_course c on c.id = v.course_id where v.id = %s",
        [version_id],
    )
    mode, licence, pass_percent, needed, kind, prior, months, watch, there = head
    sessions = tuple(codes_of(version_id)) if there else ()
    texts = rows.fetch(
        Row, "select language, title, summary from learning_coursetext where version_id = %s", [version_id]
    )
    parts = _parts(_VERSION_PARTS, version_id, published=True)
    taught = taught_in(parts, [row[0] for row in texts if row[1]])
    terms = _terms(version_id)
    return Said(
        {row[0]: row[1] for row in texts if row[1]}, {row[0]: row[2] for row in texts if row[2]},
        tuple(code for code in languages.NAMES if code in taught or code == "en"), mode, licence, pass_percent,
        None if needed == len(parts) or not parts else needed, terms.draw, terms.minutes, terms.attempts,
        tuple(rows.fetch(Taught, _VERSION_TAUGHT, [version_id])), parts,
        kind, prior, *_beside(kind, "version", version_id), certificate_months=months,
        negative_percent=terms.negative_percent, sections=terms.sections,
        second_percent=terms.second_percent, peers=terms.peers,
        watch_percent=watch, sessions=sessions, sessions_needed=there if there < len(sessions) else None,
    )  # fmt: skip


_GATHERING = """
select starts_at, ends_at, place, link, speaker, seats, credit from learning_{table} where {owner}_id = %s
"""
_TITLES = """
select c.id, coalesce(e.title_en, c.code) from learning_course c
left join learning_catalogueentry e on e.course_id = c.id where c.id = any(%s::bigint[])
"""


def _beside(kind: str, owner: str, of: int) -> tuple[tuple[Line, ...], dict[int, str], SaidGathering]:
    """What a programme or an event has instead of parts; nothing is asked for a course."""
    nodes: tuple[Line, ...] = ()
    titles: dict[int, str] = {}
    gathering = SaidGathering()
    if kind == "programme":
        nodes = draft_lines_of(of) if owner == "draft" else version_lines(of)
        ids = [node.course for node in nodes if node.course]
        titles = dict(rows.fetch(lambda one, title: (one, title), _TITLES, [ids]))
    if kind == "event":
        table = "draftedgathering" if owner == "draft" else "gathering"
        gathering = rows.first(SaidGathering, _GATHERING.format(table=table, owner=owner), [of]) or gathering
    return nodes, titles, gathering


def _terms(version_id: int) -> QuizSpec:
    """Of the first test, else what a draft begins with. The pass mark is the version's own."""
    quiz = rows.scalar(
        "select id from learning_part where version_id = %s and kind = 'quiz' order by position limit 1", [version_id]
    )
    for pool_of in slots.every("learning.export_questions") if quiz else ():
        _questions, found = pool_of(quiz)
        if found:
            return found
    return QuizSpec(10, 15, 3, 60)


def questions_of(part_id: int) -> list[dict[str, Any]]:
    """The pool of a published test as the question file has it; [] where nobody holds tests."""
    for pool_of in slots.every("learning.export_questions"):
        return list(pool_of(part_id)[0])
    return []


def _parts(sql: str, of: int, *, published: bool) -> tuple[SaidPart, ...]:
    found: dict[int, SaidPart] = {}
    for row in rows.fetch(Row, sql, [of]):
        part_id, part_uuid, key, kind, minutes, questions, link, language, title, source, body, *rest = row
        if part_id not in found:
            if kind == "quiz" and published:
                questions = questions_of(part_id)
            elif isinstance(questions, str):  # psycopg gives jsonb as text on Django's connections
                questions = json.loads(questions)
            found[part_id] = SaidPart(key, kind, minutes, {}, tuple(questions or ()), str(part_uuid), str(link or ""))
        if language is not None:
            found[part_id].variants[language] = SaidVariant(title, source or words_of(body), body, *rest)
    return tuple(found.values())
