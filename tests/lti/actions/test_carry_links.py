import dataclasses

import msgspec
import pytest

from karmayogi.kernel.access import Refused, Role, System
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.models import Part
from karmayogi.learning.queries.exchange.whole_course import whole_course
from karmayogi.learning.types import PlannedLink, QuizSpec
from karmayogi.lti.actions import carry_links
from karmayogi.lti.models import Tool


def test_a_link_goes_out_without_secrets_and_comes_in_where_its_tool_is(desk, cast, now):
    told = whole_course(desk.course.id, questions=True).plan.parts[1].outside
    assert told == PlannedLink(
        "Quiz workshop", desk.py.launch_url, "Exercise", "", {"exercise": "7"}, "window", "grade", 20.0
    )
    said = msgspec.json.encode(told).decode()
    assert desk.row.client_id not in said and str(desk.deployment.uuid) not in said

    cast.grant(cast.admin, Role.CONTENT_PUBLISHER, cast.country)
    agent = cast.admin.actor(now)
    elsewhere = dataclasses.replace(told, url="https://other.example/")
    assert carry_links.knows_link(agent, told, now)
    for who, link in ((agent, elsewhere), (System("test"), told), (cast.outsider.actor(now), told)):
        assert not carry_links.knows_link(who, link, now), "no tool of theirs has that address"
    part = DraftPart("tool", "lti", 10, 0, {"en": DraftVariant("Tool")}, outside=told)
    draft = CourseDraft("T-9", "Others", "online", "", {"en": "Copy"}, {}, [], [part], QuizSpec(1, 1, 1, 60), "s" * 64)
    course = publish(agent=agent, draft=draft, at=now)
    link = Part.objects.get(version__course_id=course.id).link
    assert link != desk.link.uuid and carry_links.told_link(link) == told

    bare = dataclasses.replace(part, outside=dataclasses.replace(told, maximum=None))
    other = publish(agent=agent, draft=dataclasses.replace(draft, code="T-8", sha256="b" * 64, parts=[bare]), at=now)
    link = Part.objects.get(version__course_id=other.id).link
    assert carry_links.told_link(link).maximum == 100, "what a grade completes has a column for it"

    Tool.objects.update(state="off")
    with pytest.raises(Refused, match="not registered"):
        publish(agent=agent, draft=dataclasses.replace(draft, code="T-10", sha256="t" * 64), at=now)
