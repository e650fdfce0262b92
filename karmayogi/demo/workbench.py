"""The internal FRAC unit of the demonstration: who drafts, who reviews, an order that is published and one begun."""

import datetime as dt
from typing import Any

from karmayogi.competencies import api as competencies
from karmayogi.demo.provider import actor_of
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs

type Builder = Any
"""demo.government.Builder, which calls this."""
MINISTRY = "Ministry of Rural Development"


def build(b: Builder) -> None:
    """Four persons, two orders on their whole way, and one begun."""
    ministry, country = orgs.organisation_by_name(MINISTRY), orgs.organisation_by_code("IN")
    assert ministry is not None and country is not None
    author = _member(
        b, "Irfan Ahmad", "इरफ़ान अहमद", "irfan@mord.example", "draws up work orders", Role.IFU_MEMBER, ministry.id
    )
    first = _member(
        b,
        "Lakshmi Rao",
        "लक्ष्मी राव",
        "lakshmi@mord.example",
        "first review of work orders",
        Role.FRAC_REVIEWER_L1,
        ministry.id,
    )
    second = _member(
        b,
        "Nirmala Joshi",
        "निर्मला जोशी",
        "nirmala@dopt.example",
        "second review of work orders",
        Role.FRAC_REVIEWER_L2,
        country.id,
    )
    _member(
        b,
        "Om Prakash Meena",
        "ओम प्रकाश मीणा",
        "om@dopt.example",
        "FRAC administrator: names, archive",
        Role.FRAC_ADMIN,
        country.id,
    )
    at = b.at - dt.timedelta(days=20)
    for designation in ("Assistant Section Officer", "Block Development Officer"):
        order = competencies.draft_order(
            actor=actor_of(author.person_id, author.account_id, at),
            organisation=ministry.uuid,
            designation=designation,
            from_profile=True,
            at=at,
        )
        competencies.submit_order(
            actor=actor_of(author.person_id, author.account_id, at), order=order, at=at + dt.timedelta(days=1)
        )
        competencies.approve_order(
            actor=actor_of(first.person_id, first.account_id, at), order=order, at=at + dt.timedelta(days=3)
        )
        competencies.approve_order(
            actor=actor_of(second.person_id, second.account_id, at), order=order, comment="Agreed with those who hold the post",
            at=at + dt.timedelta(days=9),
        )  # fmt: skip
    competencies.draft_order(
        actor=actor_of(author.person_id, author.account_id, at),
        organisation=ministry.uuid,
        designation="Deputy Secretary",
        at=b.at,
    )


def _member(b: Builder, name: str, native: str, email: str, who: str, role: Role, over: int) -> Any:
    officer = b.officer(None, "", named=(name, native), email=email, who=who)
    b.authority(officer, role, over)
    return officer
