"""What a published programme or event has instead of parts."""

from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.draft import CourseDraft
from karmayogi.learning.engine.collections.outline import wrong
from karmayogi.learning.models import Course, CourseVersion, Gathering, ProgrammeNode, VersionSession
from karmayogi.learning.queries.gatherings.sessions import event_ids

_MINUTES = """
select coalesce(sum(v.minutes), 0) from learning_course c join learning_courseversion v on v.id = c.current_version_id
where c.id = any(%s::bigint[])
"""


def minutes_of(draft: CourseDraft) -> int:
    """Of its parts; of an event its length; of a programme those of its items as they are today."""
    if draft.gathering is not None:
        return draft.gathering.minutes
    if draft.nodes:
        # A catalogue shows it; the column holds no more.
        return min(int(rows.scalar(_MINUTES, [[node.course for node in draft.nodes if node.course]])), 32_000)
    return sum(part.minutes for part in draft.parts)


def write_sessions(version: CourseVersion, draft: CourseDraft) -> None:
    """In the caller's transaction. Raises Refused for a session that is no published event."""
    if not draft.sessions:
        return
    known = event_ids(draft.sessions)
    unknown = [code for code in draft.sessions if code not in known]
    if unknown:
        raise Refused(_("There is no event %(codes)s.") % {"codes": ", ".join(unknown)})
    VersionSession.objects.bulk_create(
        VersionSession(version=version, event_id=known[code], position=place)
        for place, code in enumerate(draft.sessions, 1)
    )


def write_nodes(version: CourseVersion, draft: CourseDraft) -> None:
    """In the caller's transaction. Raises Refused for a programme that nobody could complete."""
    if draft.kind == Course.Kind.PROGRAMME:
        if wrong(draft.nodes):
            raise Refused(_("This programme cannot be completed as it stands."))
        ProgrammeNode.objects.bulk_create(
            ProgrammeNode(
                version=version, key=node.key, parent=node.parent, position=node.position, rule=node.rule,
                needed=node.needed, course_id=node.course, points=node.points, title_en=node.title_en,
                title_hi=node.title_hi, title_ur=node.title_ur,
            )
            for node in draft.nodes
        )  # fmt: skip
    if draft.kind == Course.Kind.EVENT:
        if draft.gathering is None:
            raise Refused(_("An event needs its time."))
        when = draft.gathering
        Gathering.objects.create(
            version=version, starts_at=when.starts_at, ends_at=when.ends_at, place=when.place, link=when.link,
            speaker=when.speaker, seats=when.seats, credit=when.credit,
        )  # fmt: skip
