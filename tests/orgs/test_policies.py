"""Scope never leaks: after any order of grants, take-backs, transfers, charges, moves, mergers and splits, each
question of reach answers what a plain reading of the tables in Python answers.

The plain reading follows parents and superiors one by one and knows no paths, ranges or recursion of SQL.
"""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.models import DelegatedAuthority, Incumbency, Organisation, Post
from karmayogi.orgs.policies import OVER_PERSON
from karmayogi.orgs.queries.people import people_in, reachable
from karmayogi.orgs.queries.persons import may_see_person
from tests.cast import SET_UP

PICK = st.integers(0, 30)
ROLES = st.sampled_from([Role.MDO_ADMIN, Role.MDO_LEADER, Role.MDO_DASHBOARD_USER, Role.STATE_ADMIN, Role.FRAC_ADMIN])


class Plain:
    """The government as the tables have it today, read row by row."""

    def __init__(self, today: dt.date, at: dt.datetime) -> None:
        self.parent = dict(Organisation.objects.values_list("id", "parent_id"))
        self.path = dict(Organisation.objects.values_list("id", "path"))
        self.posts = {post.pk: post for post in Post.objects.all()}
        self.held: dict[int, set[int]] = {}
        for one in Incumbency.objects.all():
            if one.valid_from <= today and (one.valid_to is None or one.valid_to > today):
                self.held.setdefault(one.person_id, set()).add(one.post_id)
        self.roles: dict[int, set[tuple[str, int]]] = {}
        for authority in DelegatedAuthority.objects.all():
            if authority.valid_from <= at and (authority.valid_to is None or authority.valid_to > at):
                self.roles.setdefault(authority.person_id, set()).add((authority.role, authority.organisation_id))

    def line(self, organisation: int | None) -> set[int]:
        """The unit and all above it."""
        found: set[int] = set()
        while organisation is not None:
            found.add(organisation)
            organisation = self.parent[organisation]
        return found

    def units_of(self, person: int) -> set[int]:
        return {self.posts[post].organisation_id for post in self.held.get(person, ())}

    def reaches(self, reader: int, unit: int, roles: tuple[Role, ...]) -> bool:
        return any(role in roles and over in self.line(unit) for role, over in self.roles.get(reader, ()))

    def sees(self, reader: int, person: int) -> bool:
        if reader == person or any(self.reaches(reader, unit, OVER_PERSON["see"]) for unit in self.units_of(person)):
            return True
        superiors: set[int] = set()
        for post in self.held.get(person, ()):
            above = self.posts[post].reports_to_id
            while above is not None and above not in superiors:
                superiors.add(above)
                above = self.posts[above].reports_to_id
        return bool(superiors & self.held.get(reader, set()))


@pytest.mark.django_db
def test_reach_is_what_the_tables_say_after_any_order_of_acts(cast, at):
    today = at.date()
    for office in (cast.section, cast.department, cast.other_department, cast.other_ministry):
        orgs.create_post(
            agent=SET_UP, organisation_id=office.id, designation_id=cast.assistant.id, valid_from=today,
            reports_to_id=cast.head.post_id, at=at,
        )  # fmt: skip
    everyone = list(cast.everyone.values())
    ids = [player.person_id for player in everyone]
    seen = {"compared": 0, "split": 0}

    class Government(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint, self.step = transaction.savepoint_create(), 0

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

        def attempt(self, verb, **values):
            try:
                with transaction.atomic():
                    verb(at=at, **values)
            except (Refused, NotFound):
                return

        def one(self, model, n):
            found = list(model.objects.order_by("id").values_list("id", flat=True))
            return found[n % len(found)]

        def who(self, n):
            return everyone[n % len(everyone)]

        @rule(n=PICK, role=ROLES, unit=PICK, days=st.integers(-3, 3), begun=st.integers(-3, 2))
        def grant(self, n, role, unit, days, begun):
            begin = at + dt.timedelta(days=begun)
            end = begin + dt.timedelta(days=days + 4) if days else None
            self.attempt(
                orgs.grant_authority, agent=SET_UP, person_id=self.who(n).person_id, role=role,
                organisation_id=self.one(Organisation, unit), valid_from=begin, valid_to=end,
            )  # fmt: skip

        @rule(giver=PICK, n=PICK, role=ROLES, unit=PICK)
        def delegate(self, giver, n, role, unit):
            """By somebody of the cast, who must hold it there; refused otherwise."""
            actor, over = self.who(giver).actor(at), self.one(Organisation, unit)
            before = DelegatedAuthority.objects.count()
            self.attempt(
                orgs.grant_authority, agent=actor, person_id=self.who(n).person_id, role=role, organisation_id=over,
                valid_from=at,
            )  # fmt: skip
            if DelegatedAuthority.objects.count() > before:
                plain = Plain(today, at)
                assert any(other in plain.line(over) for _role, other in plain.roles.get(actor.person_id, ()))

        @rule(n=PICK)
        def take_back(self, n):
            uuid = DelegatedAuthority.objects.get(pk=self.one(DelegatedAuthority, n)).uuid
            self.attempt(orgs.revoke_authority, agent=SET_UP, authority_uuid=uuid)

        @rule(n=PICK, post=PICK)
        def transfer(self, n, post):
            self.attempt(
                orgs.transfer, agent=SET_UP, person_id=self.who(n).person_id, to_post_id=self.one(Post, post), on=today,
                order_number="1",
            )  # fmt: skip

        @rule(n=PICK, post=PICK)
        def charge(self, n, post):
            self.attempt(
                orgs.appoint, agent=SET_UP, person_id=self.who(n).person_id, post_id=self.one(Post, post),
                kind="additional", valid_from=today,
            )  # fmt: skip

        @rule(n=PICK, parent=PICK)
        def move(self, n, parent):
            self.attempt(
                orgs.reorganise, agent=SET_UP, organisation_id=self.one(Organisation, n),
                parent_id=self.one(Organisation, parent), on=today, name_en="",
            )  # fmt: skip

        @rule(n=PICK, into=PICK)
        def merge(self, n, into):
            self.attempt(
                orgs.merge_organisations, agent=SET_UP, organisation_ids=[self.one(Organisation, n)],
                into_id=self.one(Organisation, into), on=today, order_number="1",
            )  # fmt: skip

        @initialize(share=st.integers(0, 255), keep=st.booleans())
        def one_is_split(self, share, keep):
            self.in_two(cast.department.id, share, keep)

        @rule(n=PICK, share=st.integers(0, 255), keep=st.booleans())
        def split(self, n, share, keep):
            self.in_two(self.one(Organisation, n), share, keep)

        def in_two(self, unit, share, keep):
            """share: by its bits, which units and posts go to the first part; the others stay or go to a second one."""
            units = list(Organisation.objects.filter(parent_id=unit, valid_to=None).values_list("id", flat=True))
            posts, before = sorted(turn.posts_in(unit, today)), Organisation.objects.count()
            parts = [
                orgs.SplitPart(
                    f"T-S{before}-{bit}", "Part", unit_ids=tuple(one for one in units if share >> one % 8 & 1 == bit),
                    post_ids=tuple(one for one in posts if share >> one % 8 & 1 == bit),
                )
                for bit in ((1,) if keep else (1, 0))
            ]  # fmt: skip
            self.attempt(
                orgs.split_organisation, agent=SET_UP, organisation_id=unit, parts=parts, keep=keep, on=today,
                order_number="1",
            )  # fmt: skip
            seen["split"] += Organisation.objects.count() > before

        @invariant()
        def nothing_leaks(self):
            plain, self.step = Plain(today, at), self.step + 1
            for number, reader in enumerate(everyone):
                actor, mine = reader.actor(at), reader.person_id
                may = {
                    unit: any(actor.may(path, role) for role in OVER_PERSON["see"]) for unit, path in plain.path.items()
                }
                assert may == {unit: plain.reaches(mine, unit, OVER_PERSON["see"]) for unit in plain.path}
                hers = {one for one in ids if any(may[unit] for unit in plain.units_of(one))}
                assert reachable(ids, actor.paths(*OVER_PERSON["see"]), today) == hers
                seen["compared"] += len(hers)
                for person in ids[(number + self.step) % 4 :: 4]:  # all pairs in four steps
                    assert may_see_person(actor, person, today) == plain.sees(mine, person)
            for unit, path in plain.path.items():
                want = {one for one in ids if any(unit in plain.line(office) for office in plain.units_of(one))}
                assert {one.person_id for one in people_in(path, today, limit=500).rows} == want

    run_state_machine_as_test(
        Government,
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert seen["compared"] > 50 and seen["split"] >= 4  # somebody was reached at all, in units that were split
