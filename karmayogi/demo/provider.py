"""A licensed institute of the demonstration with three persons: one writes courses, one reviews, one publishes."""

import datetime as dt
from typing import Any

from karmayogi.kernel.access import Actor, Role
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

type Builder = Any
"""demo.government.Builder, which calls this."""
NAME = ("Institute of Office Practice", "कार्यालय व्यवहार संस्थान", "دفتری طریقہ کار کا ادارہ")
PEOPLE = [
    (("Rehana Khatoon", "रेहाना ख़ातून"), "rehana@institute.example", Role.CONTENT_PUBLISHER, "publishes courses", "en"),
    (("Kavita Sharma", "कविता शर्मा"), "kavita@institute.example", Role.CONTENT_CREATOR, "writes courses (Hindi)", "hi"),
    (("Joseph Thomas", "जोसफ़ थॉमस"), "joseph@institute.example", Role.CONTENT_REVIEWER, "reviews courses", "en"),
]  # fmt: skip


def build(b: Builder) -> None:
    at = b.at - dt.timedelta(days=60)
    officers = [
        b.officer(None, "", named=named, email=email, language=language, who=f"{NAME[0]}: {who}")
        for named, email, _role, who, language in PEOPLE
    ]
    platform = people.find_account(email="gita@platform.example")
    assert platform is not None and platform.person_id is not None
    gita = actor_of(platform.person_id, platform.id, at)
    institute = learning.apply_as_provider(
        actor=actor_of(officers[0].person_id, officers[0].account_id, at), name=NAME[0], name_hi=NAME[1], name_ur=NAME[2],
        kind="institute", about="Noting, drafting and rules of office work, taught in classes since 1998.", at=at,
    )  # fmt: skip
    learning.license_provider(
        actor=gita, provider=institute, valid_from=at.date(), valid_to=at.date() + dt.timedelta(days=3 * 365),
        most_live=50, reason="Two courses were looked at and found good.", at=at + dt.timedelta(days=5),
    )  # fmt: skip
    for (_named, email, role, _who, _language), _officer in zip(PEOPLE, officers, strict=True):
        learning.add_provider_member(actor=gita, provider=institute, email=email, role=role, at=at)


def actor_of(person_id: int, account_id: int, at: dt.datetime) -> Actor:
    """As whom that person asks at that moment."""
    person = people.person(person_id)
    return Actor(
        account_id=account_id, account_uuid=person.uuid, person_id=person.id, person_uuid=person.uuid, name=person.name,
        name_native=person.name_native, language="en", session_key="", authorities=orgs.authorities_of(person.id, at),
    )  # fmt: skip
