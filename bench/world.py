"""Who asks: officers with open sessions, and things to ask for. Read once before measuring."""

import dataclasses
import datetime as dt
import itertools
import uuid
from collections.abc import Iterator

from django.conf import settings

from bench.catalogue import AGENT
from bench.client import Ask
from bench.load import HOT, PASSWORD
from bench.scale import Scale
from bench.sql import Writer
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

CSRF = "b" * 32
LANGUAGES = ("en", "hi", "en", "ur")


@dataclasses.dataclass(frozen=True, slots=True)
class Officer:
    person_id: int
    session: str
    language: str

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        return {
            "Cookie": cookie, "Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": self.language,
        } | (more or {})  # fmt: skip

    def form(self, path: str, fields: str = "", expect: tuple[int, ...] = (302, 303)) -> Ask:
        body = f"csrfmiddlewaretoken={CSRF}{'&' + fields if fields else ''}".encode()
        headers = self.headers({"Content-Type": "application/x-www-form-urlencoded"})
        return Ask(path, "POST", headers, body, expect)


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A part that an officer has opened and not done."""

    officer: Officer
    enrolment: uuid.UUID
    part: uuid.UUID
    visit: int


class World:
    def __init__(self, writer: Writer, scale: Scale, at: dt.datetime) -> None:
        self.scale = scale
        self.at = at
        self.agent = AGENT
        self.writer = writer
        self.password = PASSWORD
        # Officers whose designation has a profile (their pages are the longest), spread over the whole table.
        every = max(1, scale.officers // scale.sessions)
        self.officers = self._sessions(
            """select i.person_id from orgs_incumbency i join orgs_post p on p.id = i.post_id
               join competencies_profile f on f.designation_id = p.designation_id and f.in_force
               where (i.person_id * 7919) %% %s < 1 order by i.person_id limit %s""",
            [max(1, every * 3 // 4), scale.sessions],
        )
        self.supervisors = self._sessions(
            """select i.person_id from orgs_incumbency i where (i.person_id * 104729) %% %s < 1 and exists
               (select from orgs_post p where p.reports_to_id = i.post_id) order by i.person_id limit %s""",
            [max(1, scale.officers // 9 // 400), 200],
        )
        self.admins = self.officers[-20:]
        country = orgs.organisation_by_code("IN")
        assert country is not None
        for admin in self.admins:
            orgs.grant_authority(
                agent=AGENT, person_id=admin.person_id, role=Role.MDO_ADMIN, organisation_id=country.id,
                valid_from=at - dt.timedelta(days=1), at=at,
            )  # fmt: skip
        self.officers = self.officers[:-20]
        self.courses: list[uuid.UUID] = [
            row[0] for row in writer.rows("select uuid from learning_course where code like 'BENCH-%%' order by id")
        ]
        self.hot_course: uuid.UUID = writer.one("select uuid from learning_course where code = %s", [HOT])
        self.opened = list(self._opened())
        self.codes = self._certificates(200)

    def everybody(self) -> Iterator[Officer]:
        return itertools.cycle(self.officers)

    def fresh_enrolments(self) -> Iterator[tuple[Officer, uuid.UUID]]:
        """Officer and course that have not met, each pair once."""
        met = set(
            self.writer.rows(
                "select n.person_id, c.uuid from learning_enrolment n join learning_course c on c.id = n.course_id"
                " where n.person_id = any(%s)",
                [[officer.person_id for officer in self.officers]],
            )
        )
        others = [course for course in self.courses if course != self.hot_course]
        for shift in range(len(others)):
            for place, officer in enumerate(self.officers):
                course = others[(place * 31 + shift) % len(others)]
                if (officer.person_id, course) not in met:
                    yield officer, course

    def _sessions(self, query: str, params: list[int]) -> list[Officer]:
        from django.db import transaction

        accounts = self.writer.rows(
            f"select a.id, a.person_id from people_account a join ({query}) w on w.person_id = a.person_id", params
        )
        with transaction.atomic():
            return [
                Officer(person_id, people.open_session(account_id, self.at), LANGUAGES[place % 4])
                for place, (account_id, person_id) in enumerate(accounts)
            ]

    def _opened(self) -> Iterator[Opened]:
        by_person = {officer.person_id: officer for officer in self.officers}
        for person_id, enrolment, part, visit in self.writer.rows(
            """select g.person_id, n.uuid, part.uuid, g.visit from learning_partprogress g
               join learning_enrolment n on n.id = g.enrolment_id join learning_part part on part.id = g.part_id
               where g.person_id = any(%s) and g.state = 'opened' order by g.part_id, g.person_id""",
            [list(by_person)],
        ):
            yield Opened(by_person[person_id], enrolment, part, visit)

    def _certificates(self, count: int) -> list[str]:
        """Genuine ones, signed by the product."""
        from django.db import transaction

        found = self.writer.rows(
            """select n.uuid, n.person_id, p.name, t.title, c.uuid, c.code from learning_enrolment n
               join people_person p on p.id = n.person_id join learning_course c on c.id = n.course_id
               join learning_coursetext t on t.version_id = n.version_id and t.language = 'en'
               where n.status = 'completed' and n.person_id = any(%s) limit %s""",
            [[officer.person_id for officer in self.officers], count],
        )
        with transaction.atomic():
            return [
                credentials.issue(
                    agent=AGENT, person_id=person_id, name=name, name_native="", title_en=title, title_hi="",
                    title_ur="", language="en", course_uuid=course, course_code=code, hours_minutes=60,
                    grade="E2", score=80,
                    competencies=[], ref_kind="enrolment", ref_uuid=enrolment, at=self.at,
                ).code
                for enrolment, person_id, name, title, course, code in found
            ]  # fmt: skip
