"""Whatever is done in whatever order: nobody is on two posts, no post has two holders, and the past has no gap.

Hypothesis appoints, transfers, relieves, retires, renames, moves, splits, merges and abolishes at random, on days in
any order. Refusals are fine; what was accepted must leave a history without contradiction.
"""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Organisation, Post
from karmayogi.orgs.queries.then import FILLS, INCUMBENCIES, POSTS
from tests.cast import SET_UP

FIRST = dt.date(2026, 9, 1)
DAYS = st.integers(0, 80).map(lambda n: FIRST + dt.timedelta(days=n))
PICK = st.integers(0, 30)
KINDS = st.sampled_from(
    ["substantive", "substantive", "additional", "officiating", "deputation", "contract", "elected"]
)

# Each answers with what is wrong; all must be empty.
CONTRADICTIONS = {
    "two who fill one post, or two posts filled by one person, on one day": f"""
      select a.id, b.id from orgs_incumbency a join orgs_incumbency b on a.id < b.id
        and (a.post_id = b.post_id or a.person_id = b.person_id) and a.kind in {FILLS} and b.kind in {FILLS}
        and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
    """,
    "one person twice on one post": """
      select a.id, b.id from orgs_incumbency a join orgs_incumbency b on a.id < b.id
        and a.post_id = b.post_id and a.person_id = b.person_id
        and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
    """,
    "a posting outside the days of its post": """
      select i.id, p.id from orgs_incumbency i join orgs_post p on p.id = i.post_id
      where i.valid_from < p.valid_from or (p.valid_to is not null and coalesce(i.valid_to, 'infinity') > p.valid_to)
    """,
    "a posting beyond retirement": """
      select i.id, r.id from orgs_incumbency i join orgs_retirement r on r.person_id = i.person_id
      where i.valid_to is null or i.valid_to > r."on"
    """,
    "days of a post that are told twice or not at all": f"""
      select x.post_id, x.day from (
        select p.id as post_id, d::date as day from orgs_post p
        cross join generate_series(%(first)s::date, %(last)s::date, '1 day') d
        where p.valid_from <= d and (p.valid_to is null or p.valid_to > d)
      ) x
      where (select count(*) from {POSTS} s where s.post_id = x.post_id
             and s.valid_from <= x.day and (s.valid_to is null or s.valid_to > x.day)) <> 1
    """,
    "a post under another path than its unit had on that day": f"""
      select s.post_id, n.organisation_id from {POSTS} s
      join orgs_organisationspell n on n.organisation_id = s.organisation_id
        and daterange(n.valid_from, n.valid_to) && daterange(s.valid_from, s.valid_to)
      where n.path <> s.organisation_path
    """,
    "a posting under another path than its post had on that day": f"""
      select i.incumbency_id, s.post_id from {INCUMBENCIES} i join {POSTS} s on s.post_id = i.post_id
        and daterange(s.valid_from, s.valid_to) && daterange(i.valid_from, i.valid_to)
      where i.organisation_path <> s.organisation_path
    """,
    "a unit whose path is not that of its parent on that day": """
      select n.organisation_id, p.organisation_id from orgs_organisationspell n
      join orgs_organisationspell p on p.organisation_id = n.parent_id
        and daterange(n.valid_from, n.valid_to) && daterange(p.valid_from, p.valid_to)
      where left(n.path, -8) <> p.path
    """,
    "a post in a unit that is no more, or a unit under one": """
      select p.id, o.id from orgs_post p join orgs_organisation o on o.id = p.organisation_id
      where o.valid_to is not null and (p.valid_to is null or p.valid_to > o.valid_to)
      union all
      select c.id, o.id from orgs_organisation c join orgs_organisation o on o.id = c.parent_id
      where o.valid_to is not null and c.valid_to is null
    """,
    "a unit of today that is not as its last spell": """
      select o.id, s.id from orgs_organisation o join orgs_organisationspell s on s.organisation_id = o.id
        and s.valid_to is not distinct from o.valid_to
      where s.path <> o.path or s.name_en <> o.name_en or s.parent_id is distinct from o.parent_id
    """,
}


@pytest.mark.django_db
def test_no_order_of_acts_leaves_an_overlap_or_a_gap(cast, at):
    for office in (cast.section, cast.department, cast.other_department, cast.other_ministry):
        orgs.create_post(
            agent=SET_UP, organisation_id=office.id, designation_id=cast.assistant.id, valid_from=FIRST, at=at,
        )  # fmt: skip

    class Government(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint_create()
            self.number = 0

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

        def attempt(self, verb, **values):
            try:
                with transaction.atomic():
                    verb(agent=SET_UP, at=at, **values)
            except (Refused, NotFound):
                return

        def one(self, model, n):
            ids = list(model.objects.order_by("id").values_list("id", flat=True))
            return ids[n % len(ids)]

        def somebody(self, n):
            who = sorted(player.person_id for player in cast.everyone.values())
            return who[n % len(who)]

        @rule(n=PICK, post=PICK, kind=KINDS, day=DAYS, length=st.none() | st.integers(1, 40))
        def appoint(self, n, post, kind, day, length):
            end = day + dt.timedelta(days=length) if length else None
            self.attempt(
                orgs.appoint, person_id=self.somebody(n), post_id=self.one(Post, post), kind=kind, valid_from=day,
                valid_to=end,
            )  # fmt: skip

        @rule(n=PICK, post=PICK, day=DAYS)
        def transfer(self, n, post, day):
            self.attempt(
                orgs.transfer, person_id=self.somebody(n), to_post_id=self.one(Post, post), on=day, order_number="1"
            )

        @rule(n=PICK, day=DAYS)
        def relieve(self, n, day):
            uuid = Incumbency.objects.get(pk=self.one(Incumbency, n)).uuid
            self.attempt(orgs.relieve, incumbency_uuid=uuid, valid_to=day)

        @rule(n=PICK, day=DAYS)
        def retire(self, n, day):
            self.attempt(orgs.retire, person_id=self.somebody(n), on=day, reason="age")

        @rule(n=PICK, parent=PICK, day=DAYS, rename=st.booleans())
        def reorganise(self, n, parent, day, rename):
            self.number += 1
            self.attempt(
                orgs.reorganise, organisation_id=self.one(Organisation, n), parent_id=self.one(Organisation, parent),
                on=day, name_en=f"Unit {self.number}" if rename else "",
            )  # fmt: skip

        @rule(n=PICK, into=PICK, day=DAYS)
        def merge(self, n, into, day):
            self.attempt(
                orgs.merge_organisations, organisation_ids=[self.one(Organisation, n)],
                into_id=self.one(Organisation, into), on=day, order_number="1",
            )  # fmt: skip

        @rule(n=PICK, day=DAYS, posts=st.integers(0, 3), units=st.integers(0, 2), keep=st.booleans())
        def split(self, n, day, posts, units, keep):
            unit = self.one(Organisation, n)
            self.number += 1
            share = orgs.SplitPart(
                f"S-{self.number}", f"Split {self.number}",
                unit_ids=tuple(Organisation.objects.filter(parent_id=unit).values_list("id", flat=True)[:units]),
                post_ids=tuple(Post.objects.filter(organisation_id=unit).values_list("id", flat=True)[:posts]),
            )  # fmt: skip
            self.attempt(
                orgs.split_organisation, organisation_id=unit, parts=[share], keep=keep, on=day, order_number="1"
            )

        @rule(n=PICK, day=DAYS)
        def abolish(self, n, day):
            self.attempt(orgs.abolish_organisation, organisation_id=self.one(Organisation, n), on=day, order_number="1")

        @rule(n=PICK, day=DAYS, upgrade=st.booleans())
        def order(self, n, day, upgrade):
            self.number += 1
            uuid = Post.objects.get(pk=self.one(Post, n)).uuid
            paper = orgs.OrderPaper(f"F. {self.number}", day)
            if upgrade:
                self.attempt(
                    orgs.upgrade_post, post_uuid=uuid, designation_id=cast.director.id, paper=paper, effective_on=day
                )
            else:
                self.attempt(orgs.abolish_post, post_uuid=uuid, paper=paper, effective_on=day)

        @invariant()
        def history_has_no_contradiction(self):
            days = {"first": FIRST - dt.timedelta(days=2), "last": FIRST + dt.timedelta(days=82)}
            for what, sql in CONTRADICTIONS.items():
                found = rows.fetch(lambda *row: row, sql, days)
                assert found == [], what

    run_state_machine_as_test(
        Government,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
