"""Rates without names, small offices hidden, for who looks after the office; and how often the rules are wrong."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries.honesty import false_alarms, rates
from karmayogi.insight.registry import RATES
from karmayogi.insight.types import State
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from tests.cast import NOON

RATE = "insert into assessment_integrityrate (path, kind, people, marked) values (%s, %s, %s, %s)"


@pytest.fixture
def counted(country):
    """Large unit: 40 people, 10 of them with a fast test; the small one has 4."""
    rows.run(
        "insert into assessment_integrityrun (policy, since, until, found, ended_at) values (1, %s, %s, '{}', %s)",
        [NOON, NOON, NOON],
    )
    for unit, people, marked in ((country.large, 40, 10), (country.middling, 30, 0), (country.small, 4, 4)):
        for kind in ("fast_lessons", "fast_test", "same_answers", "shared_device"):
            rows.run(RATE, [unit.path, kind, people, marked if kind == "fast_test" else 0])
    return country


def case(world, state: str) -> None:
    person = world.officer(world.large)
    enrolment = world.enrol(person, world.course())
    signal = rows.scalar(
        "insert into assessment_integritysignal (uuid, person_id, enrolment_id, kind, ref_uuid, strong, measure,"
        " detail, policy, happened_at, found_at) values (gen_random_uuid(), %s, %s, 'fast_test', %s, true, 1, '{}', 1,"
        " %s, %s)"
        " returning id",
        [person, enrolment.pk, enrolment.uuid, NOON, NOON],
    )
    rows.run(
        "insert into assessment_recheck (uuid, person_id, enrolment_id, signal_id, policy, state, language, asked_at,"
        " due_at, appeal, decision) values (gen_random_uuid(), %s, %s, %s, 1, %s, 'en', %s, %s, '', '')",
        [person, enrolment.pk, signal, state, NOON, NOON],
    )


def test_rates_are_sums_and_small_offices_are_hidden(counted):
    found = rates(orgs.organisation(counted.cast.ministry.uuid))
    by_name = {place.name.en: place.figures for place in found.places}
    assert by_name["Large unit"]["fast_test"].value == 25
    assert by_name["Small unit"]["fast_test"].state is State.FEW
    # The four would follow from the total of 74 by subtraction: the smallest that is shown is withheld with them.
    assert by_name["Middling unit"]["people"].state is State.WITHHELD
    assert found.total["people"].value == 74


def test_each_rate_of_the_registry_counts_what_the_page_shows(counted):
    """Given the forty, thirty and four of the fixture; expected at the ministry, by the query of the registry."""
    expected = {"people": (74, 0), "fast_lessons": (0, 74), "fast_test": (14, 74), "same_answers": (0, 74)}
    expected["shared_device"] = (0, 74)
    found = rates(orgs.organisation(counted.cast.ministry.uuid)).total
    for code, metric in RATES.items():
        lines = rows.fetch(lambda *row: row, metric.sql)
        assert (sum(line[1] for line in lines), sum(line[2] for line in lines)) == expected[code]
        assert found[code].numerator == expected[code][0]


def test_the_page_and_the_file_tell_the_same_and_name_nobody(counted, browse):
    address = reverse("insight:honesty", args=[counted.cast.ministry.uuid])
    text = browse(address, counted.cast.admin).content.decode()
    assert "Large unit" in text
    assert "fewer than 10 officers" in text
    assert "Officer " not in text.replace("Officers", "")
    file = browse(reverse("insight:honesty_xlsx", args=[counted.cast.ministry.uuid]), counted.cast.admin)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert {line[0] for line in lines} >= {"Large unit", "Small unit"}
    small = next(line for line in lines if line[0] == "Small unit")
    assert set(small[1:]) == {"fewer than 10 officers"}


@pytest.mark.parametrize("who", ["learner", "supervisor", "other_admin", "outsider", "publisher"])
def test_whoever_does_not_look_after_the_office_finds_nothing(counted, browse, who):
    for name in ("insight:honesty", "insight:honesty_xlsx"):
        address = reverse(name, args=[counted.cast.ministry.uuid])
        assert browse(address, counted.cast.everyone[who]).status_code == 404


def test_false_alarms_are_published_with_their_interval(counted, browse):
    for state in ("cleared", "cleared", "restored", "unconfirmed", "open", "called_off"):
        case(counted, state)
    [one] = false_alarms()
    assert (one.policy, one.share.numerator, one.share.denominator) == ("1", 3, 4)
    text = browse(reverse("insight:metrics") + "?of=false_alarms").content.decode()
    assert "75%" in text
    assert f"{one.low}–{one.high}%" in text
    refresh(at=NOON, everything=True)
    country = counted.cast.country
    figure = rows.first(
        lambda *row: row,
        "select numerator, denominator from insight_total where path = %s and metric = 'false_alarms'"
        " and state_code = '*'",
        [country.path],
    )
    assert figure == (3, 4)


def test_a_run_that_ends_while_a_page_is_read_does_not_mix_with_the_one_before(counted, monkeypatch):
    """The small office had four people, hidden with the middling one; now it has twelve, and nothing is hidden."""
    unit = orgs.organisation(counted.cast.ministry.uuid)
    fetch, over = rows.fetch, []

    def meanwhile(into, sql, params=()):
        found = fetch(into, sql, params)
        if "unnest" in sql and not over:
            over.append(sql)
            rows.run("update assessment_integrityrate set people = 12 where path = %s", [counted.small.path])
            rows.run(
                "insert into assessment_integrityrun (policy, since, until, found, ended_at)"
                " values (1, %s, %s, '{}', %s)",
                [NOON, NOON, NOON],
            )
        return found

    monkeypatch.setattr(rows, "fetch", meanwhile)
    found = rates(unit)
    assert found.total["people"].value == 82
    assert {place.name.en: place.figures["people"].value for place in found.places} == {
        "Large unit": 40, "Middling unit": 30, "Small unit": 12,
    }  # fmt: skip
