"""The appraisal year of the Ministry of Rural Development: an order in the shape of the real one, its year in force, a
leave, a figure that somebody contests, and the texts of SMS. All of it is invented but the terms of the order."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from karmayogi.demo.provider import actor_of
from karmayogi.kernel import clock, jobs, rows
from karmayogi.kernel.access import Actor
from karmayogi.kernel.dates import financial_year
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.plans import api as plans
from karmayogi.talent import api as talent

COURSES = ("KY-CCS-01", "KY-CYB-01", "KY-NND-01", "KY-RTI-01")
# The OM names a share and an assessment; below ninety days there is no appraisal report to count for.
ORDER = """Learning on the platform counts for the annual performance appraisal of all officers. The ministry or the authority
that controls the cadre prescribes courses by level. Whoever completes at least half of the prescribed courses and passes the
comprehensive assessment of the year is eligible. The result goes to the appraisal system by itself."""
TEXTS = {
    "en": "Karmayogi: {#var#} steps are left for your appraisal, by {#var#}. -DEMO",
    "hi": "कर्मयोगी: आपके मूल्यांकन के {#var#} चरण शेष हैं, {#var#} तक। -DEMO",
    "ur": "کرم یوگی: آپ کے جائزے کے {#var#} مراحل باقی ہیں، {#var#} تک۔ -DEMO",
}
_TEST = """
select e.course_id from assessment_yearlytest t join assessment_paper p on p.id = t.paper_id
join learning_part part on part.id = p.part_id join learning_courseversion v on v.id = part.version_id
join learning_catalogueentry e on e.course_id = v.course_id where t.organisation_id = %s and t.year = %s
order by t.id limit 1
"""


def build(b: Any, *, say: Callable[[str], None]) -> None:
    """b: demo.government.Builder. Meena writes, Vikram approves the order that prescribes, Gita registers texts."""
    at = b.at
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    meena, vikram, gita = (
        _actor(one, at) for one in ("meena@mord.example", "vikram@mord.example", "gita@platform.example")
    )
    year = financial_year(clock.day(at))
    first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    _prescribe(meena, vikram, ministry.uuid, first, last, at)
    order = talent.enter_order(
        actor=meena, organisation=ministry.uuid,
        terms=talent.OrderTerms(
            number="T-28/27/2025-iGOT (demonstration)", dated_on=dt.date(2025, 7, 4), issuer="Under Secretary (Training)",
            words=ORDER, from_year=2025, least_days=90, away=("leave", "study", "deputation", "suspension"),
        ),
        at=at,
    )  # fmt: skip
    appraisal = talent.draft_year(
        actor=meena, organisation=ministry.uuid, year=year,
        terms=talent.YearTerms(
            order, first, dt.date(year, 8, 31), last, first, test=rows.scalar(_TEST, [ministry.id, year]),
            reminders=(120, 90, 60, 30, 14, 7, 1),
        ),
        at=at,
    )  # fmt: skip
    talent.open_year(actor=meena, appraisal=appraisal, revision=1, at=at)
    colleagues = orgs.team_of(_actor("ravi@mord.example", at).person_id, clock.day(at))
    asha = people.find_account(email="asha@mord.example")
    others = [one for one in colleagues if asha is None or one.person_id != asha.person_id]
    talent.enter_absence(
        actor=meena, person=others[0].person_uuid, kind="study", from_on=first, until_on=dt.date(year, 9, 30),
        order_number="L-4/2", at=at,
    )  # fmt: skip
    account = people.account_of(others[1].person_id)
    assert account is not None
    talent.contest(
        actor=actor_of(others[1].person_id, account.id, at), about="days",
        words="I was on duty in the flood control room in August; the register shows it.", at=at,
    )  # fmt: skip
    for number, (language, text) in enumerate(TEXTS.items(), 1):
        talent.register_text(
            actor=gita, number=f"110716{number:04d}", header="KYDEMO", language=language, text=text,
            registered_on=first, at=at,
        )  # fmt: skip
    say("an appraisal year: order, prescribed courses, a contest")


def _prescribe(writer: Actor, approver: Actor, ministry: Any, first: dt.date, last: dt.date, at: dt.datetime) -> None:
    terms = plans.Terms(
        title_en="Courses of the appraisal year", title_hi="मूल्यांकन वर्ष के पाठ्यक्रम", title_ur="جائزہ سال کے کورس",
        number=f"A-28/{first.year}/Trg", issuer="Deputy Secretary (Training)", ordered_on=first, starts_on=first,
        ends_on=last, for_appraisal=True, anchor="fixed", fixed_on=last, needed=2,
        why="The ministry prescribes courses for the appraisal of the year.",
    )  # fmt: skip
    mandate = plans.draft_mandate(actor=writer, organisation=ministry, terms=terms, at=at)
    plans.add_condition(actor=writer, mandate=mandate, revision=1, rule=0, value=None, at=at)
    courses = {card.code: card.uuid for card in learning.all_courses()}
    for place, code in enumerate(COURSES):
        plans.add_item(actor=writer, mandate=mandate, revision=2 + place, course=courses[code], at=at)
    plans.rehearse(actor=writer, mandate=mandate, at=at)
    jobs.drain(below="karmayogi.plans")
    plans.approve_mandate(actor=approver, mandate=mandate, revision=2 + len(COURSES), at=at)
    plans.publish_mandate(actor=approver, mandate=mandate, at=at)
    jobs.drain(below="karmayogi.plans")


def _actor(email: str, at: dt.datetime) -> Actor:
    account = people.find_account(email=email)
    assert account is not None and account.person_id is not None
    return actor_of(account.person_id, account.id, at)
