"""A cascade of the demonstration's ministry: master trainers, States, blocks. Course, sessions and people are invented."""

import datetime as dt
import uuid
from collections.abc import Callable

from karmayogi.demo.history import AGENT
from karmayogi.demo.provider import NAME, PEOPLE, actor_of
from karmayogi.kernel import clock, jobs, rows
from karmayogi.kernel.clock import IST
from karmayogi.learning import api as learning
from karmayogi.learning.types import GatheringTimes
from karmayogi.people import api as people

# code, days ago, tier, e-mail of who leads ("": faculty; None: an officer of a State who was trained), title, place
SESSIONS = (
    (
        "IOP-C-01",
        20,
        1,
        "",
        ("Master trainers, first batch", "मुख्य प्रशिक्षक, पहला बैच", "ماسٹر ٹرینر، پہلا بیچ"),
        "New Delhi",
    ),
    ("IOP-C-02", 13, 2, "ravi@mord.example", ("Ministry, batch 1", "मंत्रालय, बैच 1", "وزارت، بیچ 1"), "Krishi Bhavan"),
    ("IOP-C-03", 12, 2, None, ("States, batch 1", "राज्य, बैच 1", "ریاستیں، بیچ 1"), "Hyderabad"),
    ("IOP-C-04", 6, 3, "asha@mord.example", ("Offices, batch 1", "कार्यालय, बैच 1", "دفاتر، بیچ 1"), "New Delhi"),
)
# Officers of the ministry's sections and of the Panchayati Raj departments of the States, as they were entered.
_OFFICERS = """
select i.person_id from orgs_incumbency i join orgs_organisation o on o.path = i.organisation_path
where o.code like %s and i.valid_to is null order by i.id
"""


def build(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    today = clock.day(at)
    cascade = learning.begin_cascade(
        agent=AGENT, organisation=_ministry(), course="KY-NND-01", name_en="Serve the citizen",
        name_hi="नागरिक की सेवा", name_ur="شہری کی خدمت", at=at - dt.timedelta(days=30),
        tiers=[
            learning.TierPlan("Master trainers", "मुख्य प्रशिक्षक", 40, today + dt.timedelta(days=30), "ماسٹر ٹرینر"),
            learning.TierPlan("Ministry and States", "मंत्रालय और राज्य", 400, today + dt.timedelta(days=90), "وزارت اور ریاستیں"),
            learning.TierPlan("Offices and blocks", "कार्यालय और खंड", 8000, today + dt.timedelta(days=200), "دفاتر اور بلاک"),
        ],
    )  # fmt: skip
    ravi, asha = _person("ravi@mord.example"), _person("asha@mord.example")
    ministry = [one for one in rows.fetch(int, _OFFICERS, ["DEMO-mord-%"]) if one not in (ravi, asha)]
    states = rows.fetch(int, _OFFICERS, ["DEMO-__-PR"])
    there = {
        "IOP-C-01": [ravi, *ministry[:11], *states[:14]],
        "IOP-C-02": [asha, *ministry[11:26]],
        "IOP-C-03": states[14:44],
        "IOP-C-04": ministry[26:38] or ministry[:12],
    }
    for code, ago, tier, leader, title, place in SESSIONS:
        _session(cascade, code, ago, tier, _key(leader, states[0]), title, place, there[code], at)
    say("a cascade of three tiers with four sessions")


def _session(
    cascade: uuid.UUID, code: str, ago: int, tier: int, leader: str, title: tuple[str, str, str], place: str,
    there: list[int], at: dt.datetime,
) -> None:  # fmt: skip
    begins = dt.datetime.combine((at - dt.timedelta(days=ago)).astimezone(IST).date(), dt.time(10), IST)
    ends = begins + dt.timedelta(hours=6)
    event = learning.publish_event(
        agent=AGENT, code=code, provider=NAME[0], mode="classroom",
        titles=dict(zip(("en", "hi", "ur"), title, strict=True)),
        summaries={
            "en": "One day: the citizen's file from the request to the answer.",
            "hi": "एक दिन: नागरिक की फ़ाइल, अनुरोध से उत्तर तक।",
            "ur": "ایک دن: شہری کی فائل، درخواست سے جواب تک۔",
        },
        gathering=GatheringTimes(begins, ends, place, "", "Joseph Thomas" if tier == 1 else "", 40, "formal"),
        competencies=[], at=at - dt.timedelta(days=30),
    )  # fmt: skip
    learning.add_cascade_session(
        agent=AGENT, cascade=cascade, tier=tier, event=code, leader=leader, at=begins - dt.timedelta(hours=1)
    )
    found = people.find_account(email=PEOPLE[0][1])
    assert found is not None and found.person_id is not None
    when = min(ends + dt.timedelta(hours=1), at)
    actor = actor_of(found.person_id, found.id, when)
    named: dict[str, int | None] = {str(one.uuid): None for one in people.persons(there).values()}
    act = learning.record_attendance(actor=actor, course=event.uuid, minutes=named, at=when)
    jobs.drain(below="karmayogi.kernel.bulk")
    learning.approve_attendance(actor=actor, course=event.uuid, act=act, at=when)
    jobs.drain(below="karmayogi.kernel.bulk")


def _ministry() -> str:
    return str(
        rows.scalar(
            "select m.code from orgs_organisation o join orgs_organisation m on m.id = o.parent_id where o.code = %s",
            ["DEMO-mord-1"],
        )
    )


def _person(email: str) -> int:
    found = people.find_account(email=email)
    assert found is not None and found.person_id is not None
    return found.person_id


def _key(leader: str | None, officer: int) -> str:
    """How somebody is named to the product: an officer of a State by the employee code."""
    return people.person(officer).employee_code if leader is None else leader
