"""What packages that open parts elsewhere ask: the part as a learner meets it, and a draft in which one may write."""

from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.types import OpenDraft, OutsidePart

_PART = """
select part.id, part.uuid, part.key, part.link, coalesce(xl.title, xe.title), c.id, c.uuid, c.code,
  coalesce(tl.title, te.title), n.id, n.uuid, n.organisation_path, coalesce(g.state, '')
from learning_part part
join learning_courseversion v on v.id = part.version_id
join learning_course c on c.id = v.course_id
join learning_enrolment n on n.version_id = v.id and n.person_id = %s and n.status <> 'withdrawn'
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext tl on tl.version_id = v.id and tl.language = n.language
join learning_partvariant xe on xe.part_id = part.id and xe.language = 'en'
left join learning_partvariant xl on xl.part_id = part.id and xl.language = n.language
left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
where part.uuid = %s and part.kind = 'lti'
"""


def outside_part(actor: Actor, part_uuid: UUID) -> OutsidePart:
    """Raises NotFound unless the actor is enrolled in the version of that part."""
    found = rows.first(OutsidePart, _PART, [actor.person_id, part_uuid])
    if found is None:
        raise NotFound
    return found


def writable_draft(actor: Actor, draft_uuid: UUID) -> OpenDraft:
    """Raises NotFound for who may not write for its provider and for a draft that was sent on."""
    row = access_draft(actor, draft_uuid, "write")
    if row.status != "draft":
        raise NotFound
    title = rows.scalar(
        "select title from learning_draftedtext where draft_id = %s and title <> '' order by (language = 'en') desc"
        " limit 1",
        [row.id],
    )
    return OpenDraft(row.id, row.uuid, row.course_id, row.course_uuid, row.course_code, title or "", row.path)
