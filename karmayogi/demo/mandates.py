"""Three orders of the Ministry of Rural Development: one every year for all, one for who is new on a post, one for a duty."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from typing import Any

from karmayogi.demo.provider import actor_of
from karmayogi.kernel import clock, jobs
from karmayogi.kernel.access import Actor
from karmayogi.kernel.dates import financial_year_start
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.plans import api as plans


def build(b: Any, *, say: Callable[[str], None]) -> None:
    """b: demo.government.Builder. Meena writes, Vikram approves."""
    at = b.at
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    meena, vikram = _actor("meena@mord.example", at), _actor("vikram@mord.example", at)
    begins = financial_year_start(clock.day(at))
    ends = dt.date(begins.year + 1, 3, 31)
    year = f"{begins.year}-{(begins.year + 1) % 100:02d}"
    courses = {card.code: card.uuid for card in learning.all_courses()}
    designations = orgs.designations_by_name(["Assistant Section Officer", "Section Officer", "Under Secretary"])
    assistant, *officers = (
        plans.Value("designation", designation_id=designations[name].id)
        for name in ("Assistant Section Officer", "Section Officer", "Under Secretary")
    )
    orders: list[tuple[plans.Terms, str, list[list[plans.Value | None]]]] = [
        (
            plans.Terms(
                title_en="Dignity at work: yearly awareness", title_hi="कार्यस्थल पर गरिमा: वार्षिक जागरूकता",
                title_ur="کام کی جگہ پر وقار: سالانہ آگاہی", number=f"M-11/{year}/Trg", clause="2",
                issuer="Deputy Secretary (Training)", ordered_on=begins, starts_on=begins, for_appraisal=True,
                why="Section 19 of the Act of 2013 on sexual harassment at the workplace asks every employer to make"
                " its staff aware at regular intervals.",
                counts="start", anchor="start", round_to="year", repeat_months=12, repeat_basis="due",
                repeat_window=12,
            ),
            "KY-PSH-01",
            [[None]],
        ),
        (
            plans.Terms(
                title_en="Noting and drafting on a new post", title_hi="नए पद पर टिप्पण और प्रारूपण",
                title_ur="نئے عہدے پر نوٹنگ اور ڈرافٹنگ", number=f"M-14/{year}/Trg", clause="3(1)",
                issuer="Deputy Secretary (Training)", ordered_on=begins, starts_on=begins,
                why="Files of somebody new on a post came back for want of a self-contained note.",
                anchor="posting", amount=90,
            ),
            "KY-NND-01",
            [[assistant, plans.Value("posted", from_on=begins)]],
        ),
        (
            plans.Terms(
                title_en="Right to Information for those who answer", title_hi="उत्तर देने वालों के लिए सूचना का अधिकार",
                title_ur="جواب دینے والوں کے لیے معلومات کا حق", number=f"R-2/{year}/RTI", clause="5",
                issuer="Under Secretary (RTI)", ordered_on=begins, starts_on=begins, anchor="fixed", fixed_on=ends,
                why="Section Officers and Under Secretaries are the public information officers of their sections.",
            ),
            "KY-RTI-01",
            [[one] for one in officers],
        ),
    ]  # fmt: skip
    _weights(meena, ministry.uuid, begins, at)
    for terms, code, rules in orders:
        mandate = plans.draft_mandate(actor=meena, organisation=ministry.uuid, terms=terms, at=at)
        revision = 1
        for values in rules:
            rule = 0
            for value in values:
                rule = plans.add_condition(
                    actor=meena, mandate=mandate, revision=revision, rule=rule, value=value, at=at
                )
                revision += 1
        plans.add_item(actor=meena, mandate=mandate, revision=revision, course=courses[code], at=at)
        plans.rehearse(actor=meena, mandate=mandate, at=at)
        jobs.drain(below="karmayogi.plans")
        plans.approve_mandate(actor=vikram, mandate=mandate, revision=revision + 1, at=at)
        plans.publish_mandate(actor=vikram, mandate=mandate, at=at)
    jobs.drain(below="karmayogi.plans")
    say(f"{len(orders)} orders that bind officers")


def _weights(actor: Actor, organisation: uuids.UUID, begins: dt.date, at: dt.datetime) -> None:
    """What the ministry weighs its drafts against: two spans of peak duty, a limit, the fee that it pays."""
    acting: dict[str, Any] = {"actor": actor, "organisation": organisation, "at": at}
    peaks = [
        plans.PeakTerms(
            "budget", "Budget weeks", dt.date(begins.year + 1, 1, 15), dt.date(begins.year + 1, 2, 5), "बजट सप्ताह",
            "بجٹ کے ہفتے",
        ),
        plans.PeakTerms(
            "other", "Close of the financial year", dt.date(begins.year + 1, 3, 20), dt.date(begins.year + 1, 3, 31),
            "वित्तीय वर्ष का समापन", "مالی سال کا اختتام",
        ),
    ]  # fmt: skip
    for terms in peaks:
        plans.add_peak(terms=terms, **acting)
    plans.set_limit(per="month", minutes=6 * 60, from_on=begins, **acting)
    plans.set_rate(terms=plans.RateTerms("fee", 0, begins, source="Courses of the platform are free"), **acting)


def _actor(email: str, at: dt.datetime) -> Actor:
    account = people.find_account(email=email)
    assert account is not None and account.person_id is not None
    return actor_of(account.person_id, account.id, at)
