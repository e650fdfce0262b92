"""What the services for tools ask: who calls, line items, results, members. Always within one deployment and course."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import digests, rows
from karmayogi.kernel.access import NotFound
from karmayogi.lti.models import AccessToken, Deployment, LineItem, Link, Tool
from karmayogi.lti.policies import reaches


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    tool: Tool
    scopes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A deployment in a course: what a tool's services are about."""

    deployment: Deployment
    course_id: int
    course_uuid: uuids.UUID
    course_code: str
    course_title: str


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """sub is None while the person has no name for the tool; told: what they agreed that it is told."""

    person_id: int
    sub: uuids.UUID | None
    told: str | None
    name: str
    email: str | None
    status: str
    version_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    id: int
    sub: uuids.UUID
    given: float | None
    maximum: float | None
    comment: str


def caller(secret: str, at: dt.datetime) -> Caller | None:
    """The tool that holds this token, while the token and the tool are in force."""
    row = (
        AccessToken.objects.select_related("tool")
        .filter(digest=digests.digest(secret), expires_at__gt=at, tool__state=Tool.State.ACTIVE)
        .first()
    )
    return Caller(row.tool, tuple(row.scopes)) if row else None


_COURSE = """
select c.id, c.uuid, c.code, coalesce((
  select t.title from learning_coursetext t where t.version_id = c.current_version_id and t.language = 'en'), c.code)
from learning_course c
where c.uuid = %s and exists (
  select from lti_link l join learning_part part on part.link = l.uuid
  where l.course_id = c.id and l.deployment_id = %s)
"""


def place(tool: Tool, deployment: uuids.UUID, course: uuids.UUID) -> Place:
    """Raises NotFound unless it is a running deployment of that tool with a link in a published version of that course.

    A draft opens nothing: whoever writes in it has not been given the learners of the course.
    """
    found = (
        Deployment.objects.select_related("organisation", "tool")
        .filter(uuid=deployment, tool=tool, ended_at__isnull=True)
        .first()
    )
    row = rows.first(lambda *row: row, _COURSE, [course, found.id]) if found else None
    if found is None or row is None:
        raise NotFound
    return Place(found, *row)


def line_items(
    where: Place, *, link: str, resource_id: str, tag: str, after: int, limit: int
) -> list[LineItem]:  # fmt: skip
    found = LineItem.objects.select_related("link", "deployment", "course").filter(
        deployment=where.deployment, course_id=where.course_id, id__gt=after
    )
    if link:
        try:
            found = found.filter(link__uuid=uuids.UUID(link))
        except ValueError:
            return []
    if resource_id:
        found = found.filter(resource_id=resource_id)
    if tag:
        found = found.filter(tag=tag)
    return list(found.order_by("id")[:limit])


def line_item(where: Place, line: uuids.UUID) -> LineItem:
    """Raises NotFound for another tool's as for nothing."""
    found = (
        LineItem.objects.select_related("link", "deployment", "course")
        .filter(deployment=where.deployment, course_id=where.course_id, uuid=line)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def link_in(where: Place, link: str) -> Link:
    """Raises NotFound."""
    try:
        named = uuids.UUID(link)
    except ValueError as error:
        raise NotFound from error
    found = Link.objects.filter(deployment=where.deployment, course_id=where.course_id, uuid=named).first()
    if found is None:
        raise NotFound
    return found


_MEMBERS = """
select n.person_id, a.sub, case when a.agreed_at is not null then a.agreed_to end, p.name, account.email, n.status,
  n.version_id
from learning_enrolment n
join people_person p on p.id = n.person_id
left join people_account account on account.person_id = p.id
left join lti_acquaintance a on a.person_id = n.person_id and a.tool_id = %(tool)s
where n.course_id = %(course)s and n.status <> 'withdrawn' and starts_with(n.organisation_path, %(path)s)
  and n.person_id > %(after)s and (%(sub)s::uuid is null or a.sub = %(sub)s::uuid)
  and (%(link)s::uuid is null or exists (
    select from learning_part part where part.version_id = n.version_id and part.link = %(link)s::uuid))
order by n.person_id
limit %(limit)s
"""


def members(
    where: Place, *, link: uuids.UUID | None = None, sub: uuids.UUID | None = None, after: int = 0, limit: int
) -> list[Member]:  # fmt: skip
    """Enrolled people whose office the deployment reaches, by id."""
    path = where.deployment.organisation.path
    given = {
        "tool": where.deployment.tool_id, "course": where.course_id, "path": "" if reaches(path, "") else path,
        "after": after, "sub": sub, "link": link, "limit": limit,
    }  # fmt: skip
    return rows.fetch(Member, _MEMBERS, given)


_RESULTS = """
select s.id, a.sub, s.given, s.maximum, s.comment
from lti_score s join lti_acquaintance a on a.person_id = s.person_id and a.tool_id = %s
where s.line_item_id = %s and s.id > %s and (%s::uuid is null or a.sub = %s::uuid) order by s.id limit %s
"""


def results(line: LineItem, *, sub: uuids.UUID | None, after: int, limit: int) -> list[Result]:
    return rows.fetch(Result, _RESULTS, [line.deployment.tool_id, line.id, after, sub, sub, limit])
