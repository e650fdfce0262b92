"""A draft or a published version as `engine.authoring.said.Said`."""

import json
from typing import Any

from karmayogi.kernel import rows, slots
from karmayogi.learning.engine.authoring.said import Said, SaidPart, SaidVariant, Taught
from karmayogi.learning.engine.prose import words_of
from karmayogi.learning.queries.row import Row

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
    + coalesce(package.bytes, 0), x.pages, x.seconds
"""
_FILES = """
left join kernel_storedfile f on f.id = x.file_id
left join kernel_storedfile k on k.id = x.captions_id
left join kernel_storedfile o on o.id = x.poster_id
left join learning_package package on package.id = x.package_id
"""
_DRAFT_PARTS = f"""
select part.id, part.uuid, part.key, part.kind, part.minutes, part.questions, part.link, {_VARIANT}
from learning_draftedpart part left join learning_draftedvariant x on x.part_id = part.id {_FILES}
where part.draft_id = %s order by part.position, x.language
"""
_VERSION_PARTS = f"""
select part.id, part.uuid, part.key, part.kind, part.minutes, null::jsonb, part.link, {_VARIANT}
from learning_part part left join learning_partvariant x on x.part_id = part.id {_FILES}
where part.version_id = %s order by part.position, x.language
"""


def draft_said(draft_id: int) -> Said:
    """In four queries."""
    head: Any = rows.first(
        Row,
        "select languages, mode, licence, pass_percent, parts_needed, draw, quiz_minutes, attempts"
        " from learning_draft where id = %s",
        [draft_id],
    )
    texts = rows.fetch(Row, "select language, title, summary from learning_draftedtext where draft_id = %s", [draft_id])
    languages, mode, licence, pass_percent, needed, draw, minutes, attempts = head
    return Said(
        {row[0]: row[1] for row in texts if row[1]}, {row[0]: row[2] for row in texts if row[2]},
        tuple(languages), mode, licence, pass_percent, needed, draw, minutes, attempts,
        tuple(rows.fetch(Taught, _DRAFT_TAUGHT, [draft_id])), _parts(_DRAFT_PARTS, draft_id, published=False),
    )  # fmt: skip


def version_said(version_id: int) -> Said:
    """Languages are those with something to learn from; the terms of the test are asked of whoever holds it."""
    head: Any = rows.first(
        Row,
        "select c.mode, c.licence, v.pass_percent, v.parts_needed from learning_courseversion v"
        " join learning_course c on c.id = v.course_id where v.id = %s",
        [version_id],
    )
    texts = rows.fetch(
        Row, "select language, title, summary from learning_coursetext where version_id = %s", [version_id]
    )
    parts = _parts(_VERSION_PARTS, version_id, published=True)
    taught = {code for part in parts for code, variant in part.variants.items() if variant.has_content}
    draw, minutes, attempts = _terms(version_id)
    mode, licence, pass_percent, needed = head
    return Said(
        {row[0]: row[1] for row in texts if row[1]}, {row[0]: row[2] for row in texts if row[2]},
        tuple(code for code in ("en", "hi", "ur") if code in taught or code == "en"), mode, licence, pass_percent,
        None if needed == len(parts) else needed, draw, minutes, attempts,
        tuple(rows.fetch(Taught, _VERSION_TAUGHT, [version_id])), parts,
    )  # fmt: skip


def _terms(version_id: int) -> tuple[int, int, int]:
    """Questions of an attempt, its minutes, how many attempts; what a draft begins with where there is no test."""
    quiz = rows.scalar(
        "select id from learning_part where version_id = %s and kind = 'quiz' order by position limit 1", [version_id]
    )
    for pool_of in slots.every("learning.export_questions") if quiz else ():
        _questions, found = pool_of(quiz)
        if found:
            return found.draw, found.minutes, found.attempts
    return 10, 15, 3


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
