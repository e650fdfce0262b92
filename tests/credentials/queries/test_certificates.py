"""Certificates by what they were issued for: the right one, for one and for many, by an index."""

import uuid

from karmayogi.credentials import api
from karmayogi.credentials.actions.take_back import take_back
from karmayogi.credentials.types import ATTENDANCE
from karmayogi.kernel import rows
from tests.credentials.conftest import SETUP


def test_for_many_the_same_as_for_each(issue, at):
    place, undone, other, none = (uuid.uuid4() for _number in range(4))
    issue(ref_kind=ATTENDANCE, ref_uuid=place)
    gone = issue(ref_kind=ATTENDANCE, ref_uuid=undone)
    take_back(agent=SETUP, certificate_uuid=gone.uuid, why="x", at=at)
    issue(ref_uuid=other)
    asked = [place, undone, other, none]
    found = api.certificates_for(asked, ATTENDANCE)
    assert found == {one: has for one in asked if (has := api.certificate_for(one, ATTENDANCE))}
    assert list(found) == [place]
    assert api.certificates_for([], ATTENDANCE) == {}
    assert list(api.certificates_for(asked, "enrolment")) == [other]


def test_found_by_an_index(db):
    rows.run("set local enable_seqscan = off")
    for where in ("c.ref_uuid = %s", "c.ref_uuid = any(%s::uuid[])"):
        given = uuid.uuid4() if "any" not in where else [uuid.uuid4(), uuid.uuid4()]
        plan = rows.fetch(str, f"explain select 1 from credentials_certificate c where {where}", [given])
        assert "certificate_ref" in " ".join(plan)
