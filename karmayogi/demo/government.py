"""A believable small government: six ministries and all States with offices, posts, people and their learning.

Built only through what the packages offer to each other, with a fixed seed, so that every copy is alike. Everybody in
it is invented.
"""

import contextlib
import dataclasses
import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from karmayogi.demo import (
    appraisal,
    capacity,
    cascades,
    demand,
    examinations,
    feeds,
    figures,
    history,
    impact,
    mandates,
    onthejob,
    posts,
    programmes,
    proof,
    provider,
    spine,
    workbench,
)
from karmayogi.demo.governance import COUNCIL
from karmayogi.demo.names import invented
from karmayogi.kernel.access import Role, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

AGENT = System("demonstration")
SINCE = dt.date(2024, 4, 1)
PASSWORD = "karmayogi-demo-2026"  # noqa: S105 (printed by `make up`, a demonstration only)

MINISTRIES = {
    "Ministry of Rural Development": "mord",
    "Ministry of Personnel, Public Grievances and Pensions": "mopp",
    "Ministry of Panchayati Raj": "mopr",
    "Ministry of Home Affairs": "mha",
    "Ministry of Health and Family Welfare": "mohfw",
    "Ministry of Education": "moe",
}
SECTIONS = [
    ("Establishment Section", "स्थापना अनुभाग", "شعبہ اسٹیبلشمنٹ"),
    ("Coordination and Parliament Section", "समन्वय एवं संसद अनुभाग", "شعبہ رابطہ و پارلیمان"),
    ("Public Grievances and RTI Section", "लोक शिकायत एवं आरटीआई अनुभाग", "شعبہ عوامی شکایات و آر ٹی آئی"),
]


@dataclasses.dataclass(frozen=True, slots=True)
class Officer:
    person_id: int
    account_id: int
    post_id: int | None
    language: str
    visited: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SignIn:
    """One line of the demo sign-ins that `make up` prints."""

    email: str
    who: str
    language: str


class Builder:
    """Makes units, posts and people; keeps count of codes and mobiles."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.dice = random.Random(1950)  # noqa: S311 (not a secret: the demonstration is alike everywhere)
        self.mobiles = itertools.count(9700000001)
        self.employees = itertools.count(100001)
        self.officers: list[Officer] = []
        self.sign_ins: list[SignIn] = []
        self.designations: dict[str, int] = {}

    def unit(self, parent: int, code: str, kind: str, names: tuple[str, str, str], state_id: int | None = None) -> int:
        return orgs.create_organisation(
            agent=AGENT, code=code, kind=kind, name_en=names[0], name_hi=names[1], name_ur=names[2], parent_id=parent,
            state_id=state_id, valid_from=SINCE, at=self.at,
        ).id  # fmt: skip

    def designation(self, name: str) -> int:
        if name not in self.designations:
            found = orgs.designation_by_name(name) or orgs.create_designation(agent=AGENT, name=name, at=self.at)
            self.designations[name] = found.id
        return self.designations[name]

    def officer(
        self,
        organisation: int | None,
        designation: str,
        *,
        reports_to: int | None = None,
        label: str = "",
        named: tuple[str, str] | None = None,
        email: str | None = None,
        language: str = "en",
        who: str = "",
    ) -> Officer:
        """One more person on one more post; with an account that can sign in when `email` is given."""
        name, native = named or invented(self.dice)
        person = people.create_person(
            agent=AGENT, at=self.at, name=name, name_native=native, native_language="ur" if language == "ur" else "hi",
            employee_code=f"D{next(self.employees)}", group="Group B",
        )  # fmt: skip
        account = people.open_account(
            agent=AGENT, email=email, mobile=f"+91{next(self.mobiles)}", password=PASSWORD if email else None,
            person_id=person.id, language=language, verified=True, at=self.at,
        )  # fmt: skip
        post_id = None
        if organisation is not None:
            post_id = orgs.create_post(
                agent=AGENT, organisation_id=organisation, designation_id=self.designation(designation), label=label,
                reports_to_id=reports_to, sanction_order="Demonstration order 1/2024", valid_from=SINCE, at=self.at,
            ).id  # fmt: skip
            orgs.appoint(
                agent=AGENT, person_id=person.id, post_id=post_id,
                valid_from=SINCE + dt.timedelta(days=self.dice.randrange(900)), at=self.at,
            )  # fmt: skip
        officer = Officer(person.id, account.id, post_id, language, email is not None)
        self.officers.append(officer)
        if email:
            self.sign_ins.append(SignIn(email, f"{name}: {who or designation}", language))
        return officer

    def learners(self) -> list[history.Learner]:
        """Everybody on a post but those whom visitors sign in as: their record begins empty, for the visitor to fill."""
        return [
            history.Learner(one.person_id, one.account_id, one.language)
            for one in self.officers
            if one.post_id is not None and not one.visited
        ]

    def authority(self, officer: Officer, role: Role, organisation: int) -> None:
        orgs.grant_authority(
            agent=AGENT, person_id=officer.person_id, role=role, organisation_id=organisation,
            valid_from=self.at - dt.timedelta(days=400), reason="demonstration", at=self.at,
        )  # fmt: skip


def build(*, say: Callable[[str], None], at: dt.datetime) -> None:
    """Builds the demonstration once; a copy that has it is left alone, one half built is finished from the start."""
    sign_ins = Path(settings.VAR) / "demo-sign-ins.txt"
    with transaction.atomic(), _all_or_nothing():
        if people.find_account(email="asha@mord.example") is None:
            say("building the demonstration government (once) ...")
            builder = Builder(at)
            _union(builder)
            _states(builder)
            posts.build(builder)
            _council(builder)
            workbench.build(builder)
            proof.colleagues(builder)
            provider.build(builder)
            posts.second_admin(builder)
            capacity.leaders(builder)
            impact.second_person(builder)
            sign_ins.write_text(_table(builder.sign_ins))
            say(f"{len(builder.officers)} officers on their posts")
            history.courses(at=at, say=say)
            programmes.build(at=at, say=say)
            history.learn(learners=builder.learners(), dice=builder.dice, at=at, say=say)
            onthejob.build(builder, say=say)
            examinations.build(builder, courses={"KY-CCS-01": 6, "KY-CYB-01": 6, "KY-NND-01": 6}, say=say)
            cascades.build(at=at, say=say)
            mandates.build(builder, say=say)
            capacity.build(builder, say=say)
            appraisal.build(builder, say=say)
            feeds.requests(at=at)
            spine.build(builder)
            demand.build(at=at, say=say)
            impact.build(at=at, say=say)
            figures.build(at=at, say=say)


@contextlib.contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Nothing of the demonstration is caught and tried again, so that the actions need no savepoints; setting and
    releasing these was half of the 60,000 conversations with the database."""
    features = connection.features
    kept = features.uses_savepoints
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = kept


def _union(b: Builder) -> None:
    country = orgs.organisation_by_code("IN")
    assert country is not None
    for name, short in MINISTRIES.items():
        ministry = orgs.organisation_by_name(name)
        assert ministry is not None, name
        for number, names in enumerate(SECTIONS):
            section = b.unit(ministry.id, f"DEMO-{short}-{number + 1}", "office", names)
            _section(b, section, short, number)
        if short == "mord":
            admin = b.officer(ministry.id, "Deputy Secretary", label="Training Division", named=("Meena Iyer", "मीना अय्यर"),
                              email="meena@mord.example", who="training admin of the Ministry of Rural Development")  # fmt: skip
            b.authority(admin, Role.MDO_ADMIN, ministry.id)
        if short == "mohfw":
            admin = b.officer(ministry.id, "Deputy Secretary", label="Training Division", named=("Thomas Mathew", "थॉमस मैथ्यू"),
                              email="thomas@mohfw.example", who="training admin of another ministry (Health)")  # fmt: skip
            b.authority(admin, Role.MDO_ADMIN, ministry.id)
    analyst = b.officer(None, "", named=("Esther Lalrinpuii", "एस्थर लालरिनपुई"), email="esther@commission.example",
                        who="analyst of the Commission: figures, never single persons")  # fmt: skip
    b.authority(analyst, Role.CBC_ANALYST, country.id)
    platform = b.officer(None, "", named=("Gita Nair", "गीता नायर"), email="gita@platform.example",
                         who="platform: courses, designations, certificates")  # fmt: skip
    for role in (Role.SPV_ADMIN, Role.CERTIFICATE_ADMIN, Role.CONTENT_PUBLISHER):
        b.authority(platform, role, country.id)


def _section(b: Builder, section: int, short: str, number: int) -> None:
    first = short == "mord" and number == 0
    head = b.officer(section, "Under Secretary")
    officer = b.officer(
        section, "Section Officer", reports_to=head.post_id,
        named=("Ravi Shankar Prasad Sahu", "रवि शंकर प्रसाद साहू") if first else None,
        email="ravi@mord.example" if first else None, who="Section Officer, Asha's supervisor",
    )  # fmt: skip
    for place in range(4):
        learner = first and place == 0
        assistant = b.officer(
            section, "Assistant Section Officer", reports_to=officer.post_id, label=f"Desk {place + 1}",
            named=("Asha Kumari", "आशा कुमारी") if learner else None,
            email="asha@mord.example" if learner else None, who="Assistant Section Officer, learner",
        )  # fmt: skip
        if learner:
            history.observe(person_id=assistant.person_id, observer_id=officer.person_id, at=b.at)
    b.officer(section, "Assistant Accounts Officer", reports_to=head.post_id)
    if short == "mord":  # one ministry whose sections are large enough to be shown by themselves in its figures
        second = b.officer(section, "Section Officer", reports_to=head.post_id, label="Part II")
        for place in range(4, 8 + number):
            b.officer(section, "Assistant Section Officer", reports_to=second.post_id, label=f"Desk {place + 1}")


def _states(b: Builder) -> None:
    for state in orgs.states():
        government = orgs.organisation_by_code(f"ST-{state.code}")
        assert government is not None, state.code
        department = b.unit(
            government.id, f"DEMO-{state.code}-PR", "state_department",
            (
                f"Panchayati Raj Department, {state.name_en}",
                f"पंचायती राज विभाग, {state.name_hi}",
                f"محکمہ پنچایتی راج، {state.name_ur}",
            ),
            state.id,
        )  # fmt: skip
        b.officer(department, "Training Coordinator")
        for block in range(2):
            office = b.unit(
                department, f"DEMO-{state.code}-B{block + 1}", "block",
                (f"Demonstration Block {block + 1}", f"प्रदर्शन प्रखंड {block + 1}", f"نمائشی بلاک {block + 1}"), state.id,
            )  # fmt: skip
            urdu = state.code == "JK" and block == 0
            bdo = b.officer(
                office, "Block Development Officer",
                named=("Shabana Parveen", "شبانہ پروین") if urdu else None, email="shabana@jk.example" if urdu else None,
                language="ur" if urdu else "en", who="Block Development Officer (Urdu)",
            )  # fmt: skip
            b.officer(office, "Tehsildar")
            for place in range(b.dice.choice((3, 4, 5))):
                hindi = state.code == "JH" and block == 0 and place == 0
                b.officer(
                    office, "Panchayat Secretary", reports_to=bdo.post_id, label=f"Gram Panchayat {place + 1}",
                    named=("Sunita Devi", "सुनीता देवी") if hindi else None,
                    email="sunita@jh.example" if hindi else None, language="hi" if hindi else "en",
                    who="Panchayat Secretary (Hindi)",
                )  # fmt: skip


def _council(b: Builder) -> None:
    country = orgs.organisation_by_code("IN")
    assert country is not None
    for named, email, role, who in COUNCIL:
        b.authority(b.officer(None, "", named=named, email=email, who=who), role, country.id)


def _table(lines: list[SignIn]) -> str:
    width = max(len(line.email) for line in lines)
    rows = "\n".join(f"    {line.email:<{width}}  {line.who}" for line in lines)
    return f"  Demo sign-ins (password of all: {PASSWORD})\n{rows}\n"
