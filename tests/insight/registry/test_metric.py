"""The registry is complete, and each query counts what its definition says."""

import dataclasses
import datetime as dt

import pytest

from karmayogi.insight.registry import METRICS, RATES, REGISTRY, SCORES, THEMES, compare
from karmayogi.insight.registry.parts import PARTS
from karmayogi.insight.types import Unit, Words
from karmayogi.kernel import rows

DIVIDED = (Unit.SHARE, Unit.HOURS_EACH, Unit.STARS)


@pytest.mark.parametrize("metric", REGISTRY.values(), ids=REGISTRY)
def test_every_metric_is_described_in_three_languages(metric):
    texts = [
        metric.full,
        metric.name,
        metric.short,
        metric.definition,
        metric.numerator,
        metric.owner,
        metric.small_cells,
    ]
    texts += [metric.grain, metric.refresh, *(PARTS[code] for code in metric.counts + metric.leaves_out)]
    texts += [metric.denominator] if metric.denominator else []
    for text in texts:
        assert isinstance(text, Words)
        assert all((text.en.strip(), text.hi.strip(), text.ur.strip()))
        assert not text.hi.isascii()
        assert not text.ur.isascii()
        assert text.hi != text.ur
    assert len(metric.short.en) <= len(metric.name.en) < len(metric.full.en)
    assert metric.counts
    assert metric.leaves_out
    assert not set(metric.counts) & set(metric.leaves_out)
    assert (metric.denominator is not None) == (metric.unit in DIVIDED)


@pytest.mark.parametrize("metric", REGISTRY.values(), ids=REGISTRY)
def test_every_source_is_a_table_that_the_query_reads(db, metric):
    there = set(rows.fetch(str, "select table_name from information_schema.tables where table_schema = 'public'"))
    assert set(metric.sources) <= there
    # officer_now is made of the first two, duty_now of the orders; a score is worked out of other figures.
    read = metric.sql + " orgs_incumbency orgs_post plans_mandate"
    assert all(source in read for source in metric.sources) or set(metric.of) <= set(METRICS)
    assert bool(metric.sql) != bool(metric.of)
    assert all(not origin.hi.isascii() and not origin.ur.isascii() for origin in metric.origins)


def test_every_figure_has_its_place():
    assert (len(METRICS), len(RATES), len(SCORES), len(REGISTRY)) == (29, 5, 1, 41)
    assert {code for theme in THEMES.values() for code in theme.codes} == set(METRICS)
    assert all(code == metric.code for code, metric in REGISTRY.items())
    assert {code for metric in REGISTRY.values() for code in metric.counts + metric.leaves_out} == set(PARTS)


def test_of_every_two_figures_the_registry_can_say_why_they_differ():
    pairs = [(one, other) for one in REGISTRY.values() for other in REGISTRY.values() if one is not other]
    assert [(one.code, other.code) for one, other in pairs if not compare(one, other).differs] == []
    found = compare(METRICS["enrolments"], METRICS["completions"])
    assert found.turned == found.only_one == (PARTS["under_way"],)
    assert PARTS["withdrawn"] in found.left_one
    assert PARTS["completed"] in found.both
    assert compare(METRICS["hours"], METRICS["hours_each"]).denominators
    assert {aspect for aspect, _one, _other in compare(METRICS["officers"], METRICS["posts_profiled"]).said} == {
        "grain", "small_cells",
    }  # fmt: skip


def test_another_query_or_another_definition_is_another_digest():
    metric = METRICS["officers"]
    assert dataclasses.replace(metric, sql=metric.sql + " ").digest == metric.digest, "blanks say nothing"
    assert dataclasses.replace(metric, sql=metric.sql + " limit 1").digest != metric.digest
    assert dataclasses.replace(metric, numerator=METRICS["accounts"].numerator).digest != metric.digest


class TestGivenAndExpected:
    """One world for all: expected is (numerator, denominator) at a unit."""

    @pytest.fixture
    def facts(self, world, profile, sign, keep):
        """Two of three officers of a unit have accounts; one of them completed one of two courses, and so on."""
        cast = world.cast
        unit, other = world.unit(cast.ministry, state="KA"), world.unit(cast.ministry, state="KA")
        first = world.officer(unit, account=True)
        second = world.officer(unit, account=True)
        third = world.officer(unit)
        world.post(unit, cast.director)  # vacant, and its designation has no profile
        world.appoint(third, world.post(other), kind="additional")
        one, two = world.course(60), world.course(45)
        done = world.enrol(first, one)
        world.enrol(first, two)
        world.enrol(second, one)
        world.withdraw(world.enrol(third, one))
        world.complete(done)
        old = world.enrol(second, two)
        world.complete(old, on=world.at.date().replace(year=2025))  # an earlier financial year
        sign(first)
        revoked = sign(second)
        rows.run(
            "update credentials_certificate set revoked_at = now(), revoked_reason = 'error' where uuid = %s", [revoked]
        )
        world.level(first, profile, 2)  # as required
        world.level(second, profile, 1)  # below
        rows.run("update people_person set \"group\" = 'Group B' where id = any(%s)", [[first, third]])
        world.credit(first, 30, "social")
        world.credit(third, 240, "experience", on=world.at.date() - dt.timedelta(days=30))  # an earlier month
        world.credit(third, 5, "experience", on=world.at.date() - dt.timedelta(days=31))  # before the week
        world.week(world.at.date() - dt.timedelta(days=30), world.at.date() - dt.timedelta(days=22), 240)
        rows.run("update learning_enrolment set completed_at = %s where id = %s", [
            world.at - dt.timedelta(days=1), done.id,
        ])  # fmt: skip
        order = world.order(unit, one, due=world.at.date() - dt.timedelta(days=1))
        world.relief(order, third)
        world.plan(cast.ministry, "published")
        world.plan(other, "approved")
        world.capacity_unit(other)
        world.session(first, [first, second])  # whoever leads is not trained by it
        world.session(first, [third], minutes=59)
        world.session(third, [second])
        world.disqualify(third)
        keep()
        found = {}
        for place in (unit, other):
            for metric, numerator, denominator in rows.fetch(
                lambda *row: row,
                "select metric, numerator, denominator from insight_figure where organisation_id = %s",
                [place.id],
            ):
                found[place.id, metric] = (numerator, denominator)
        return {"unit": unit.id, "other": other.id, **found}

    @pytest.mark.parametrize(
        ("metric", "expected"),
        [
            ("officers", (3, 0)),
            ("accounts", (2, 3)),
            ("enrolments", (4, 0)),
            ("completions", (2, 0)),
            ("completion_rate", (2, 4)),
            ("hours", (335, 0)),
            ("hours_each", (335, 3)),
            ("hours_in_courses", (60, 0)),
            ("hours_from_others", (30, 0)),
            ("hours_at_work", (245, 0)),
            ("onboarded", (1, 3)),  # the second has no group, the third no account
            ("active_learners", (2, 3)),
            ("week_learners", (1, 3)),
            ("week_target", (1, 3)),
            ("cascade_trained", (1, 3)),
            ("cascade_sessions", (2, 0)),
            ("certificates", (1, 0)),
            ("certificates_e1", (1, 0)),
            ("competencies_shown", (1, 3)),
            ("without_gap", (1, 3)),
            ("posts_profiled", (3, 4)),
            ("duties_kept", (1, 2)),  # done on the due date; the third is exempt
            ("plan_covered", (3, 3)),
            ("unit_covered", (0, 3)),
        ],
    )
    def test_metric(self, facts, metric, expected):
        assert facts[facts["unit"], metric] == expected

    def test_what_is_nothing_is_no_row(self, facts):
        for code in ("certificates_e0", "certificates_e2", "certificates_e3", "plans_published", "false_alarms"):
            assert (facts["unit"], code) not in facts
        assert (facts["other"], "unit_covered") not in facts, "nobody has her main post there"

    def test_additional_charge_counts_nobody_twice(self, facts):
        assert (facts["other"], "officers") not in facts
        assert facts[facts["other"], "posts_profiled"] == (1, 1)


def test_pairs_of_somebody_with_two_posts_are_those_of_her_gap_page(world, profile, keep, at):
    """Team page and figures must tell the same: one pair for a competency, at the highest level that a post needs."""
    from karmayogi.competencies import api as competencies

    unit = world.unit(world.cast.ministry)
    person = world.officer(unit)
    world.appoint(person, world.post(unit), kind="additional")
    world.level(person, profile, 2)
    keep()
    gaps = competencies.gaps_of(person, at.date())
    found = rows.first(
        lambda *row: row,
        "select numerator, denominator from insight_figure where organisation_id = %s and metric = %s",
        [unit.id, "competencies_shown"],
    )
    assert found == (sum(not gap.missing for gap in gaps), len(gaps)) == (1, 1)
