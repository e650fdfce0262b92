"""Tests of an office in the demonstration: the test of the year, a sitting with seats, two people from outside."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from karmayogi.assessment import api as assessment
from karmayogi.demo.provider import actor_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

OUTSIDE = "Meera Joshi, meera.joshi@example.org\nRavindra Pal, ravindra.pal@example.org"


def build(b: Any, *, courses: dict[str, int], say: Callable[[str], None]) -> None:
    """b: demo.government.Builder. courses: questions that each lends, by its code. Vikram watches; Ravi's team, Asha too, has seats."""
    at = b.at
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    meena, ravi = _by_mail("meena@mord.example", at), _by_mail("ravi@mord.example", at)
    on = clock.day(at)
    assessment.plan_year(
        actor=meena,
        plan=assessment.Plan(
            office=ministry.code, year=on.year if on.month >= 4 else on.year - 1,
            titles={"en": "Comprehensive test of the Ministry", "hi": "मंत्रालय की समग्र परीक्षा", "ur": "وزارت کا جامع امتحان"},
            courses=courses, needed=1, minutes=30, attempts=2, pass_percent=60, opens_at=at - dt.timedelta(days=1),
            closes_at=at + dt.timedelta(days=90),
        ),
        at=at,
    )  # fmt: skip
    begins = at + dt.timedelta(days=3)
    sitting = assessment.plan_sitting(
        actor=meena, office=ministry.code, test="IOP-A-01", venue="Room 206, Krishi Bhavan", starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2), late_minutes=20, places=24, proctors="vikram@mord.example", at=at,
    )  # fmt: skip
    colleagues = [one.person_id for one in orgs.team_of(ravi.person_id, on)][:4]
    contacts = [found.email or found.mobile or "" for found in map(people.account_of, colleagues) if found is not None]
    assessment.seat_people(actor=meena, sitting=sitting, text="\n".join(contacts), at=at)
    gita = _by_mail("gita@platform.example", at)  # publishes for the country, and opens the test of another for it
    public = assessment.plan_public(
        actor=gita, office=ministry.code, test="IOP-A-01", opens_at=at, closes_at=at + dt.timedelta(days=30), at=at
    )
    assessment.invite(actor=meena, test=public, text=OUTSIDE, language="en", at=at)
    say("a test of the year, a sitting with seats, two people from outside invited")


def _by_mail(email: str, at: dt.datetime) -> Actor:
    found = people.find_account(email=email)
    assert found is not None and found.person_id is not None
    return actor_of(found.person_id, found.id, at)
