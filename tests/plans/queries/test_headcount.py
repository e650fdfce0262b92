"""An audience counted by sums is what it is counted from posts: after whatever comes, goes, moves and is corrected."""

import datetime as dt
import random

import pytest
from django.db import IntegrityError, transaction

from karmayogi.kernel import rows
from karmayogi.plans.actions.add_up_headcounts import add_up_headcounts
from karmayogi.plans.models import ChargePosting, Headcount, SeatSum
from karmayogi.plans.queries import audience
from karmayogi.plans.queries.audience import count, paths_of
from karmayogi.plans.queries.headcount import CUT, sums_for
from karmayogi.plans.types import Anchor, Attribute, Condition, DueRule, Mandate, Rule, Wants, What
from tests.plans.drawn import DAYS, GROUPS, KINDS, ON, World

LATER = [ON, ON + dt.timedelta(days=1), dt.date(2027, 3, 31), dt.date(2029, 12, 31), dt.date(2030, 1, 1)]


@pytest.fixture
def world(db):
    made = World(seed=11, people=60)
    rows.run("set local session_replication_role = origin")  # triggers count from here on
    return made


def counts(world: World, days: list[dt.date]) -> tuple[list[int], list[int]]:
    """By sums and from posts, of audiences of each shape that sums tell."""
    unit = Condition(Attribute.UNIT, (world.units[1], world.units[6]))
    group, no_group = Condition(Attribute.GROUP, ("Group A", "")), Condition(Attribute.GROUP, ("Group B",))
    charge = Condition(Attribute.POSTING, ("substantive", "additional"))
    some = Condition(Attribute.PERSON, tuple(world.people[:20]))
    named = Condition(Attribute.DESIGNATION, tuple(world.designations[:2]))
    service, cadre = Condition(Attribute.SERVICE, (world.services[0],)), Condition(Attribute.CADRE, (world.cadres[1],))
    batch = Condition(Attribute.BATCH, low=2015)
    shapes = [
        (Rule(1),), (Rule(1, (unit,)),), (Rule(1, (group,)),), (Rule(1, (unit, group)), Rule(2, (charge, no_group))),
        (Rule(1), Rule(2, (no_group,), excludes=True)), (Rule(1, (group,)), Rule(2, (unit,), excludes=True)),
        (Rule(1, (charge,)), Rule(2, (some,), excludes=True), Rule(3, (group, unit), excludes=True)),
        (Rule(1), Rule(2, (named,), excludes=True)), (Rule(1, (named,)),), (Rule(1, (service,)),),
        (Rule(1, (named, group, unit)), Rule(2, (service, batch)), Rule(3, (cadre, charge))),
        (Rule(1, (batch,)), Rule(2, (named,)), Rule(3, (no_group,), excludes=True), Rule(4, (service,), excludes=True)),
    ]  # fmt: skip
    by_sums, by_posts = [], []
    for rules in shapes:
        for issuer in (world.units[0], world.units[5]):
            mandate = Mandate(
                id=world.mandate, unit_id=issuer, rules=rules, what=What(Wants.MINUTES, 60),
                due=DueRule(Anchor.START), starts_on=ON,
            )  # fmt: skip
            for on in days:
                assert sums_for(rules, paths_of([mandate]).values(), on)
                by_sums.append(count(mandate, on))
                by_posts.append(audience._count_by_posts(mandate, on))
    return by_sums, by_posts


def change(world: World, r: random.Random) -> None:
    """One thing that happens to postings or people; the database refuses what cannot be."""
    seat, post = (r.choice(rows.fetch(int, f"select id from orgs_{of} order by id")) for of in ("incumbency", "post"))
    path = rows.scalar("select path from orgs_organisation where id = %s", [r.choice(world.units)])
    day = r.choice([*DAYS[12:], *LATER])
    match r.randrange(10):
        case 0:
            rows.run(
                "insert into orgs_incumbency (uuid, person_id, post_id, organisation_path, kind, valid_from, valid_to,"
                " order_number) values (gen_random_uuid(), %s, %s, %s, %s, %s, %s, '')",
                [
                    r.choice(world.people), post, path, r.choice(KINDS), day,
                    r.choice([None, day + dt.timedelta(days=90)]),
                ],
            )  # fmt: skip
        case 1:
            rows.run("update orgs_incumbency set valid_to = %s where id = %s", [r.choice([None, day]), seat])
        case 2:
            rows.run("delete from orgs_incumbency where id = %s", [seat])
        case 3:  # a unit moves with all that is in it
            rows.run(
                "update orgs_incumbency set organisation_path = %s where organisation_path = (select organisation_path"
                " from orgs_incumbency where id = %s)",
                [path, seat],
            )
        case 4:
            rows.run("update orgs_incumbency set kind = %s where id = %s", [r.choice(KINDS), seat])
        case 5:  # a post is another from a day on, also one ahead
            post = rows.scalar("select post_id from orgs_incumbency where id = %s", [seat])
            rows.run(
                "insert into orgs_postpast (post_id, organisation_id, organisation_path, designation_id, label,"
                " sanctioned, valid_from, valid_to) select id, organisation_id, organisation_path, designation_id, '',"
                " true, coalesce(as_is_from, valid_from), %s from orgs_post where id = %s",
                [day, post],
            )
            rows.run(
                "update orgs_post set designation_id = %s, as_is_from = %s where id = %s",
                [r.choice(world.designations), day, post],
            )
        case 6:  # and as it was before
            past = rows.fetch(int, "select id from orgs_postpast order by id")
            rows.run(
                "update orgs_post p set designation_id = x.designation_id, as_is_from = nullif(x.valid_from,"
                " p.valid_from) from orgs_postpast x"
                " where x.id = %s and x.post_id = p.id and x.valid_to = p.as_is_from",
                [r.choice([None, *past])],
            )
            rows.run(
                "delete from orgs_postpast x using orgs_post p where p.id = x.post_id and x.valid_to >"
                " coalesce(p.as_is_from, p.valid_from)"
            )
        case 7:
            rows.run(
                "insert into orgs_servicemembership (person_id, service_id, cadre_id, batch, valid_from, valid_to)"
                " values (%s, %s, %s, %s, %s, %s)",
                [r.choice(world.people), r.choice(world.services), r.choice([None, *world.cadres]),
                 r.choice([None, 2012, 2016]), day, r.choice([None, day + dt.timedelta(days=90)])],
            )  # fmt: skip
        case 8:
            some = rows.fetch(int, "select id from orgs_servicemembership order by id")
            if r.random() < 0.5:
                rows.run("delete from orgs_servicemembership where id = %s", [r.choice(some)])
            else:
                rows.run(
                    "update orgs_servicemembership set valid_to = %s, batch = 2020 where id = %s",
                    [r.choice([None, day]), r.choice(some)],
                )
        case _:
            rows.run(
                'update people_person set "group" = %s where id = any(%s)',
                [r.choice(GROUPS), r.sample(world.people, r.choice([1, 4]))],
            )


def test_sums_follow_whatever_happens(world):
    everybody = (Rule(1),)
    assert not sums_for(everybody, [], ON), "before a night has added them up posts are asked"
    assert add_up_headcounts(ON) > 0
    assert not sums_for(everybody, [], ON - dt.timedelta(days=1)), "nor of a day before"
    assert not sums_for((Rule(1, (Condition(Attribute.TAG, ("field",)),)),), [], ON)
    named = (Rule(1, (Condition(Attribute.DESIGNATION, (1,)),)),)
    assert sums_for(named, ["0" * CUT], ON)
    assert not sums_for(named, ["0" * CUT, "0" * (CUT + 8)], ON), "below a department posts are asked"
    assert sums_for(everybody, ["0" * (CUT + 8)], ON)
    by_sums, by_posts = counts(world, LATER)
    assert by_sums == by_posts
    assert len(set(by_sums)) > 20
    r, refused, before = random.Random(3), 0, by_sums  # noqa: S311
    for _ in range(12):
        for _ in range(12):
            try:
                with transaction.atomic():
                    change(world, r)
            except IntegrityError:
                refused += 1
        by_sums, by_posts = counts(world, LATER)
        assert by_sums == by_posts
        assert by_sums != before
        before = by_sums
    assert 0 < refused < 100
    # A night later it is the same with fewer rows, and a change that touches nothing that is summed writes none.
    kept, fine = Headcount.objects.count(), SeatSum.objects.count()
    add_up_headcounts(ON + dt.timedelta(days=1))
    assert Headcount.objects.count() < kept
    assert SeatSum.objects.count() < fine
    by_sums, by_posts = counts(world, LATER[1:])
    assert by_sums == by_posts
    rows.run("update orgs_incumbency set order_number = 'O-1'")
    rows.run("update people_person set name = 'Q'")
    fine = SeatSum.objects.count()
    rows.run("update orgs_post set label = 'L'")
    assert SeatSum.objects.count() == fine
    assert Headcount.objects.count() == add_up_headcounts(ON + dt.timedelta(days=1))


def test_a_night_writes_postings_of_charges_anew_only_where_they_are_others(world):
    """Whoever is changed while a night reads has her postings from the trigger, and not twice."""
    add_up_headcounts(ON)
    kept = {one.pk: one.person_id for one in ChargePosting.objects.all()}
    assert len(set(kept.values())) > 5
    add_up_headcounts(ON)
    assert set(ChargePosting.objects.values_list("pk", flat=True)) == set(kept)
    # What two who changed one person at once left behind: one posting too many, of another one too few.
    (first, many), (second, few), *_rest = sorted(kept.items(), key=lambda one: (one[1], one[0]))[::7]
    row = ChargePosting.objects.get(pk=first)
    row.pk, row.valid_to = None, ON + dt.timedelta(days=400)
    row.save()
    ChargePosting.objects.filter(pk=second).delete()
    assert many != few
    add_up_headcounts(ON)
    there = set(ChargePosting.objects.values_list("pk", flat=True))
    assert set(kept) - there == {pk for pk, person in kept.items() if person in (many, few)}
    assert sorted(ChargePosting.objects.values_list("person_id", flat=True)) == sorted(kept.values())
    # And what has ended by that day goes.
    rows.run("update orgs_incumbency set valid_to = %s where valid_to is null or valid_to > %s", [LATER[1]] * 2)
    add_up_headcounts(LATER[1])
    assert not ChargePosting.objects.exists()
