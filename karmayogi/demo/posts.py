"""What shows posts and roles: a unit that went into another one, a vacant post by order, a role held for a post, and a
second administrator, since powerful roles take two."""

import datetime as dt
from typing import Any

from karmayogi.kernel.access import Role, System
from karmayogi.orgs import api as orgs

AGENT = System("demonstration")
MERGED_ON = dt.date(2025, 4, 1)


def build(b: Any) -> None:
    """Adds to the Ministry of Rural Development and to the platform. b: government.Builder.

    The dice of everything else fall as before.
    """
    fell = b.dice.getstate()
    ministry, country = orgs.organisation_by_name("Ministry of Rural Development"), orgs.organisation_by_code("IN")
    assert ministry is not None
    assert country is not None
    training = b.unit(ministry.id, "DEMO-mord-T", "office", ("Training Section", "प्रशिक्षण अनुभाग", "شعبہ تربیت"))
    skills = b.unit(ministry.id, "DEMO-mord-S", "office", ("Rural Skills Cell", "ग्रामीण कौशल प्रकोष्ठ", "دیہی ہنر سیل"))
    lalita = b.officer(
        training, "Under Secretary", named=("Lalita Toppo", "ललिता टोप्पो"), email="lalita@mord.example",
        who="Under Secretary, head of the Training Section",
    )  # fmt: skip
    kavita = b.officer(
        training, "Section Officer", reports_to=lalita.post_id, named=("Kavita Menon", "कविता मेनन"),
        email="kavita@mord.example", who="Section Officer, Joseph's supervisor",
    )  # fmt: skip
    joseph = b.officer(
        skills, "Assistant Section Officer", reports_to=kavita.post_id, named=("Joseph Minz", "जोसेफ मिंज"),
        email="joseph@mord.example", who="Assistant Section Officer, about to be transferred",
    )  # fmt: skip
    orgs.merge_organisations(
        agent=AGENT, organisation_ids=[skills], into_id=training, on=MERGED_ON,
        order_number="O.M. 3/2025 (demonstration)", at=b.at,
    )  # fmt: skip
    orgs.create_posts(
        agent=AGENT, organisation_id=training, designation_id=b.designation("Section Officer"), count=1,
        paper=orgs.OrderPaper("F. 7/2025 (demonstration)", MERGED_ON, "One post for the Training Section"),
        effective_on=MERGED_ON, label="Skills desk", reports_to_id=lalita.post_id, at=b.at,
    )  # fmt: skip
    orgs.grant_authority(
        agent=AGENT, person_id=joseph.person_id, role=Role.MDO_DASHBOARD_USER, organisation_id=training,
        valid_from=b.at - dt.timedelta(days=100), while_on_post_id=joseph.post_id, reason="demonstration", at=b.at,
    )  # fmt: skip
    harpreet = b.officer(
        None, "", named=("Harpreet Kaur", "हरप्रीत कौर"), email="harpreet@platform.example",
        who="platform: the second person for powerful roles",
    )  # fmt: skip
    b.authority(harpreet, Role.SPV_ADMIN, country.id)
    b.dice.setstate(fell)


def second_admin(b: Any) -> None:
    """Another training admin of Rural Development: what is for more than a thousand people takes two. Comes last, so that
    the numbers of everybody else stay."""
    fell = b.dice.getstate()
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    vikram = b.officer(
        ministry.id, "Deputy Secretary", label="Skills Division", named=("Vikram Hansda", "विक्रम हांसदा"),
        email="vikram@mord.example", who="second training admin of that ministry: approves what takes two",
    )  # fmt: skip
    b.authority(vikram, Role.MDO_ADMIN, ministry.id)
    b.dice.setstate(fell)
