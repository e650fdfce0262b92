"""Worlds and mandates drawn at random, for the property that the set-based evaluation equals the reference."""

import datetime as dt
import itertools
import random
import uuid

from hypothesis import strategies as st

from karmayogi.kernel import rows
from karmayogi.plans.types import (
    Anchor,
    Attribute,
    Basis,
    Condition,
    DueRule,
    Mandate,
    Repeat,
    RoundTo,
    Rule,
    Unit,
    Wants,
    What,
)

ON = dt.date(2026, 11, 20)
GROUPS = ("Group A", "Group B", "Group C", "")
KINDS = ("substantive", "deputation", "contract", "additional", "officiating")
TAGS = ("posh-cell", "field", "cpio")
# Days on which arithmetic goes wrong: leap days, ends of months and of the financial year, beside the day asked for.
DAYS = [
    dt.date(2016, 2, 29), dt.date(2020, 2, 29), dt.date(2023, 12, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 31),
    dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 8, 31), dt.date(2025, 11, 19), dt.date(2025, 11, 20),
    dt.date(2025, 11, 21), dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31), dt.date(2026, 4, 1),
    dt.date(2026, 5, 20), dt.date(2026, 10, 31), dt.date(2026, 11, 19), ON, dt.date(2026, 11, 21),
    dt.date(2026, 12, 25), dt.date(2027, 3, 31), dt.date(2028, 2, 29),
]  # fmt: skip
HOLIDAYS = (dt.date(2026, 10, 2), dt.date(2026, 11, 24), dt.date(2026, 12, 25), dt.date(2024, 3, 1))


def early(day: dt.date) -> dt.datetime:
    """Just after midnight in India, so that the day is another one in UTC."""
    return (dt.datetime.combine(day, dt.time(0, 5)) - dt.timedelta(hours=5, minutes=30)).replace(tzinfo=dt.UTC)


class World:
    """Fifty officers in nine offices with what they did; ids of everything that a rule can name."""

    def __init__(self, seed: int, people: int = 50) -> None:
        # Providers, versions and the framework behind what they did are nothing to us.
        rows.run("set local session_replication_role = replica")
        r = random.Random(seed)  # noqa: S311 (a world for a test)
        self.units, self.places = self._tree(), itertools.count(1)
        self.designations = self._insert(
            "orgs_designation (uuid, name, name_hi, name_ur, key)",
            4,
            lambda i: (uuid.uuid4(), f"D{i}", "", "", f"d{i}"),
        )
        self.services = self._insert("orgs_service (name)", 2, lambda i: (f"S{i}",))
        self.cadres = self._insert("orgs_cadre (name)", 2, lambda i: (f"C{i}",))
        self.people = self._insert(
            'people_person (uuid, name, name_native, native_language, honorific, employee_code, "group", gender,'
            " category, mother_tongue, office_pin, external_system, external_code, tags)",
            people,
            lambda i: (
                uuid.uuid4(), f"P{i}", "", "", "", f"E{i}", r.choice(GROUPS), "", "", "", "", "", "",
                r.sample(TAGS, r.randint(0, 2)),
            ),
        )  # fmt: skip
        self._postings(r)
        self._courses(r)
        self._reliefs(r)
        for day in HOLIDAYS:
            rows.run(
                'insert into plans_holiday ("on", organisation_id, name_en, name_hi, name_ur)'
                " values (%s, %s, 'H', '', '') on conflict do nothing",
                [day, r.choice([None, self.units[0]])],
            )

    def _insert(self, into: str, count: int, row) -> list[int]:
        made = []
        for i in range(count):
            values = row(i)
            places = ", ".join(["%s"] * len(values))
            made.append(rows.scalar(f"insert into {into} values ({places}) returning id", list(values)))
        return made

    def _tree(self) -> list[int]:
        """Two ministries of three offices each under a country."""
        units: list[int] = []

        def unit(parent: int | None) -> int:
            made = rows.scalar(
                "insert into orgs_organisation (uuid, code, kind, name_en, name_hi, name_ur, parent_id, path,"
                " valid_from) values (%s, %s, 'office', 'U', '', '', %s, %s, '2000-01-01') returning id",
                [uuid.uuid4(), f"W{len(units)}-{uuid.uuid4().hex[:8]}", parent, uuid.uuid4().hex],
            )
            above = rows.scalar("select path from orgs_organisation where id = %s", [parent]) if parent else ""
            from karmayogi.orgs.engine import paths

            rows.run("update orgs_organisation set path = %s where id = %s", [above + paths.step(made), made])
            units.append(made)
            return made

        country = unit(None)
        for _ in range(2):
            ministry = unit(country)
            for _ in range(3):
                unit(ministry)
        return units

    def _postings(self, r: random.Random) -> None:
        for person in self.people:
            filled = r.random() < 0.9
            kinds = [r.choice(KINDS[:3])] if filled else []
            kinds += [r.choice(KINDS[3:]) for _ in range(r.choice([0, 0, 1, 2]))]
            for kind in kinds:
                unit, since = r.choice(self.units), r.choice(DAYS[:18])
                path = rows.scalar("select path from orgs_organisation where id = %s", [unit])
                post = rows.scalar(
                    "insert into orgs_post (uuid, code, organisation_id, organisation_path, designation_id, label,"
                    " sanctioned, sanction_order, valid_from) values (%s, %s, %s, %s, %s, '', true, '', '2010-01-01')"
                    " returning id",
                    [uuid.uuid4(), uuid.uuid4().hex, unit, path, r.choice(self.designations)],
                )
                until = r.choice([None, None, None, dt.date(2026, 11, 20), dt.date(2026, 11, 21), dt.date(2030, 1, 1)])
                rows.run(
                    "insert into orgs_incumbency (uuid, person_id, post_id, organisation_path, kind, valid_from,"
                    " valid_to, order_number) values (%s, %s, %s, %s, %s, %s, %s, '')",
                    [uuid.uuid4(), person, post, path, kind, since, until],
                )
            if r.random() < 0.6:
                # Some change their service or cadre once; of some it ends.
                change, end = r.choice([None, None, *DAYS[8:]]), r.choice([None, None, None, dt.date(2027, 1, 1)])
                for since, until in [("2015-01-01", change), (change, None)] if change else [("2015-01-01", end)]:
                    rows.run(
                        "insert into orgs_servicemembership (person_id, service_id, cadre_id, batch, valid_from,"
                        " valid_to) values (%s, %s, %s, %s, %s, %s)",
                        [
                            person,
                            r.choice(self.services),
                            r.choice([*self.cadres, None]),
                            r.choice([None, 2012, 2016, 2020]),
                            since,
                            until,
                        ],
                    )
            if r.random() < 0.7:
                confirmed = [r.choice([None, "2026-01-01"]) for _ in range(2)]
                rows.run(
                    "insert into people_account (uuid, password, person_id, email, email_verified_at, mobile,"
                    " mobile_verified_at, language, is_active) values (%s, '', %s, %s, %s, %s, %s, 'en', true)",
                    [uuid.uuid4(), person, f"{person}@x.example", confirmed[0], f"+9170{person:08d}", confirmed[1]],
                )

    def _courses(self, r: random.Random) -> None:
        self.courses = self._insert(
            "learning_course (uuid, code, slug, provider_id, provider, mode, licence, status)", 5,
            lambda i: (uuid.uuid4(), f"W-{uuid.uuid4().hex[:12]}", "", 1, "", "online", "", "published"),
        )  # fmt: skip
        self.competency = 1
        for person in self.people:
            for course in self.courses:
                if r.random() < 0.5:
                    at, enrolment = early(r.choice(DAYS[:20])), uuid.uuid4()
                    status = r.choice(["completed"] * 5 + ["active"])
                    rows.run(
                        "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path,"
                        " language, status, enrolled_at, last_at, completed_at) values (%s, %s, %s, %s, '', 'en', %s,"
                        " %s, %s, %s)",
                        [enrolment, person, course, 1, status, at, at, at if status == "completed" else None],
                    )
                    if status == "completed" and r.random() < 0.3:
                        self._certificates(r, person, enrolment, at)
                if r.random() < 0.15:
                    at, status = early(r.choice(DAYS[:20])), r.choice(["completed", "completed", "active"])
                    rows.run(
                        "insert into learning_programmeenrolment (uuid, person_id, course_id, version_id, language,"
                        " status, enrolled_at, completed_at) values (%s, %s, %s, 1, 'en', %s, %s, %s)",
                        [uuid.uuid4(), person, course, status, at, at if status == "completed" else None],
                    )
                if r.random() < 0.2:
                    at = dt.datetime.combine(r.choice(DAYS[:20]), dt.time(9), tzinfo=dt.UTC)
                    rows.run(
                        "insert into learning_gatheringplace (uuid, person_id, course_id, state, asked_at,"
                        " attended_minutes, attended_at) values (%s, %s, %s, 'registered', %s, 30, %s)",
                        [uuid.uuid4(), person, course, at, at],
                    )
            for _ in range(r.randint(0, 5)):
                rows.run(
                    'insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)'
                    " values (%s, %s, %s, 'formal', 'x', %s)",
                    [person, r.choice(DAYS[:20]), r.choice([30, 60, 90, -30]), uuid.uuid4()],
                )
            if r.random() < 0.6:
                rows.run(
                    "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
                    " values (%s, %s, %s, 1, 'x', '2026-11-01T00:00:00Z')",
                    [person, self.competency, r.randint(0, 5)],
                )

    def _certificates(self, r: random.Random, person: int, enrolment: uuid.UUID, at: dt.datetime) -> None:
        """The first of the completion, and up to two that took its place: renewed, corrected, or revoked later."""
        before, until = None, at + dt.timedelta(days=365)
        days = [at, *sorted(early(r.choice(DAYS)) for _ in range(r.choice([1, 1, 2])))]
        for issued in days:
            revoked = r.choice(["", "", "error"]) if issued is days[-1] else ""
            until += dt.timedelta(days=r.choice([0, 365, 365]) if before else 0)
            if before:
                rows.run(
                    "update credentials_certificate set revoked_at = %s, replaced_at = %s, revoked_reason = 'replaced'"
                    " where id = %s",
                    [issued, issued, before],
                )
            code = uuid.uuid4().hex[:20]
            before = rows.scalar(
                "insert into credentials_certificate (uuid, code, person_id, name, name_native, title_en, title_hi,"
                " title_ur, language, course_uuid, course_code, minutes, grade, ref_kind, ref_uuid, issued_at,"
                " credential, key_id, status_list_id, status_place, valid_until, replaces_id, revoked_reason,"
                " revoked_at) values (gen_random_uuid(), %s, %s, '', '', '', '', '', 'en', gen_random_uuid(), '', 1,"
                " 'E2', 'enrolment', %s, %s, '', 1, 1, %s, %s, %s, %s, %s) returning id",
                [code, person, enrolment, issued, next(self.places), until, before, revoked,
                 issued if revoked else None],
            )  # fmt: skip

    def _reliefs(self, r: random.Random) -> None:
        """Of one mandate row that all drawn mandates share the number of."""
        self.mandate = rows.scalar(
            "insert into plans_mandate (uuid, organisation_id, status, title_en, title_hi, title_ur, number, clause,"
            " issuer, why, for_appraisal, starts_on, wants, needed, counts, anchor, amount, unit, round_to,"
            " repeat_basis, revision, changed_at, retired_reason) values (%s, %s, 'draft', 'T', '', '', 'N', '', 'I',"
            " 'W', false, '2026-01-01', 'items', 1, 'ever', 'start', 0, 'days', '', '', 1, now(), '') returning id",
            [uuid.uuid4(), self.units[0]],
        )
        for person in (
            one for one in r.sample(self.people, len(self.people) // 3) for _ in range(r.choice([1, 1, 2, 3]))
        ):
            kind = r.choice(["exemption", "extension"])
            since = r.choice(DAYS[:20])
            until = since + dt.timedelta(days=r.choice([1, 30, 200, 700]))
            rows.run(
                "insert into plans_relief (uuid, mandate_id, person_id, kind, state, organisation_path, reason,"
                " from_on, until_on, asked_at, note) values (%s, %s, %s, %s, %s, '', 'x', %s, %s, now(), '')",
                [uuid.uuid4(), self.mandate, person, kind, r.choice(["granted", "granted", "refused"]), since,
                 None if kind == "exemption" and r.random() < 0.3 else until],
            )  # fmt: skip


@st.composite
def mandates(draw: st.DrawFn, world: World) -> Mandate:
    days = st.sampled_from(DAYS)
    some = lambda values: st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)  # noqa: E731

    def span(low, high):
        return st.tuples(st.none() | low, st.none() | high)

    def condition(attribute: Attribute) -> st.SearchStrategy[Condition]:
        values = {
            Attribute.UNIT: world.units, Attribute.DESIGNATION: world.designations, Attribute.POSTING: KINDS,
            Attribute.GROUP: GROUPS, Attribute.SERVICE: world.services, Attribute.CADRE: world.cadres,
            Attribute.TAG: TAGS, Attribute.PERSON: world.people,
        }  # fmt: skip
        if attribute in values:
            return some(values[attribute]).map(lambda v: Condition(attribute, v))
        if attribute is Attribute.BATCH:
            years = st.sampled_from([2010, 2012, 2016, 2021])
            return span(years, years).map(lambda ends: Condition(attribute, low=ends[0], high=ends[1]))
        if attribute is Attribute.VERIFIED:
            return st.just(Condition(attribute))
        return span(days, days).map(lambda ends: Condition(attribute, low=ends[0], high=ends[1]))

    def rule(number: int, excludes: bool) -> Rule:
        asked = draw(
            st.lists(
                st.sampled_from(list(Attribute)),
                max_size=draw(st.sampled_from([0, 1, 2])) if not excludes else 3,
                unique=True,
            )
        )
        if excludes and not asked:
            asked = [Attribute.GROUP]
        return Rule(number, tuple(draw(condition(one)) for one in asked), excludes)

    rules = [rule(n, False) for n in range(1, draw(st.integers(1, 3)) + 1)]
    rules += [rule(n, True) for n in range(5, 5 + draw(st.sampled_from([0, 0, 1, 2])))]
    wants = draw(st.sampled_from([Wants.ITEMS] * 4 + [Wants.MINUTES, Wants.LEVEL, Wants.POINTS]))
    items: tuple[tuple[int, ...], ...] = ()
    if wants is Wants.ITEMS:
        order = draw(st.permutations(world.courses))
        size = draw(st.integers(1, 3))
        items = tuple((order[n], *order[3 + n : 4 + n]) if draw(st.booleans()) else (order[n],) for n in range(size))
        needed = draw(st.integers(1, size))
    else:
        amounts = {Wants.MINUTES: [30, 90, 150], Wants.POINTS: [5, 15, 20, 30]}
        needed = draw(st.sampled_from(amounts.get(wants, [1, 2, 3, 4, 5])))
    anchor = draw(st.sampled_from(list(Anchor)))
    unit = draw(st.sampled_from(list(Unit)))
    amount = draw(st.sampled_from([0, 1, 5, 12, 20, 30, 90] if unit is not Unit.MONTHS else [0, 1, 6, 12, 13]))
    bases = {Wants.ITEMS: list(Basis), Wants.MINUTES: [Basis.DUE], Wants.POINTS: [Basis.DUE]}.get(wants, [])
    repeat = None
    if bases and draw(st.booleans()):
        months = draw(st.sampled_from([1, 3, 6, 12, 24]))
        repeat = Repeat(months, draw(st.sampled_from(bases)), draw(st.integers(1, months)))
    return Mandate(
        id=world.mandate, unit_id=draw(st.sampled_from([world.units[0]] * 6 + world.units)), rules=tuple(rules),
        what=What(wants, needed, items, world.competency if wants is Wants.LEVEL else None),
        due=DueRule(
            anchor, draw(days) if anchor is Anchor.FIXED else None, amount, unit, draw(st.sampled_from(list(RoundTo)))
        ),
        starts_on=draw(days),
        ends_on=draw(st.sampled_from([None, None, None, ON, *DAYS[-3:]])),
        counts_from=draw(st.none() | days), repeat=repeat,
    )  # fmt: skip
