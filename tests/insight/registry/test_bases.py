"""A share of a large unit that speaks of fewer than ten people is shown nowhere, and follows from nothing shown."""

import itertools
import json

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.engine.disclosure import LEAST, ancestors, withheld
from karmayogi.insight.models.figure import EVERYWHERE
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.boards import OWN, Hidden, Sums
from karmayogi.insight.queries.cuts import access_cuts
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.bases import BASES
from karmayogi.insight.types import Figure, State
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from tests.insight.engine.test_disclosure import COUNTS, governments, spanned

DUTIES = METRICS["duties_kept"]


@st.composite
def concerns(draw):
    """Officers of each unit, and of how many of them a share speaks."""
    own = draw(governments(most=9))
    return own, {path: (state, min(draw(COUNTS), officers)) for path, (state, officers) in own.items()}


@settings(max_examples=200, deadline=None)
@given(concerns())
def test_no_small_group_of_those_concerned_follows_from_all_pages_together(drawn):
    """The attack of test_disclosure, on the denominators: two obligations of each."""
    officers, concerned = drawn
    sums: Sums = {}
    hidden: Hidden = set()
    for base, own in (("officers", officers), (DUTIES.base, concerned)):
        for path, (_state, count) in own.items():
            for place in [(path, OWN), *((above, EVERYWHERE) for above in ancestors(path))]:
                cell = sums.setdefault(place, {})
                cell[base] = (cell.get(base, (0, 0))[0] + count, 0)
                if base == DUTIES.base:
                    cell[DUTIES.code] = (0, 2 * cell[base][0])
        gone = withheld(own)
        hidden |= {(base, path, EVERYWHERE, True) for path in gone.own}
        hidden |= {(base, path, EVERYWHERE, False) for path in gone.total}
    there = sorted(path for path, (_state, count) in concerned.items() if count)
    shown = []
    for path, part in sums:
        one = boards._figures(sums, hidden, path, part, [DUTIES.code])[DUTIES.code]
        if one.state is State.SHOWN:
            assert one.denominator >= 2 * LEAST
            shown.append(frozenset(unit for unit in there if (unit == path if part == OWN else unit.startswith(path))))
    follows = spanned(shown, there)
    for length in range(1, len(there) + 1):
        for group in itertools.combinations(there, length):
            if sum(concerned[unit][1] for unit in group) < LEAST:
                assert not follows(frozenset(group)), f"{group} can be worked out"


def test_every_share_says_of_whom_it_speaks():
    """Denominators other than officers have a base; a numerator that is a figure by itself goes with it. False alarms
    are of the country alone, and tell of rules."""
    others = {
        metric.code for metric in METRICS.values()
        if metric.about_people and metric.denominator and metric.denominator.en != "officers in position"
    } - {"false_alarms"}  # fmt: skip
    assert {code for code, metric in METRICS.items() if metric.base in BASES} == others | {"completions"}
    assert {METRICS[code].base for code in others} == set(BASES)


@pytest.fixture
def two_of_fourteen(country, at):
    """An order binds the large unit, and all but two of its fourteen officers are exempt from it."""
    people = rows.fetch(
        int, "select person_id from orgs_incumbency where organisation_path = %s order by id", [country.large.path]
    )
    order = country.order(country.large, country.course(), due=at.date().replace(day=1))
    for person in people[2:]:
        country.relief(order, person)
    refresh(at=at, everything=True)
    return country


def test_one_of_two_in_a_large_unit_is_told_nowhere(two_of_fourteen, browse, at, settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"
    cast, large = two_of_fourteen.cast, two_of_fourteen.large
    assert rows.scalar("select denominator from insight_figure where metric = 'duties_kept'") == 2

    def states(figures: dict[str, Figure]) -> tuple[State, State]:
        return figures["duties_kept"].state, figures["officers"].state

    assert states(boards.organisation_board(large).total) == (State.FEW, State.SHOWN)
    for unit in (cast.ministry, cast.country):
        board = boards.organisation_board(unit)
        assert states(board.total) == (State.FEW, State.SHOWN), "all others of the ministry owe nothing"
    assert State.SHOWN not in {place.figures["duties_kept"].state for place in boards.national_board().states}
    page = reverse("insight:organisation_json", args=[large.uuid])
    told = browse(page, cast.analyst).json()["places"][0]["figures"]
    assert told["duties_kept"] == {"state": "few", "value": None}
    assert told["officers"]["value"] == 14
    frozen = freeze(agent=System("test"), number=uuid7(), name="Few", at=at)
    places = json.loads(frozen.document)["places"]
    assert {tuple(place["figures"]["duties_kept"]) for place in places} == {("state",)}


def test_a_cell_that_was_not_counted_for_those_concerned_is_withheld(two_of_fourteen):
    """As between an upgrade and the first count after it."""
    rows.run("delete from insight_total where metric = any(%s)", [list(BASES)])
    figures = boards.organisation_board(two_of_fourteen.large).total
    assert [figures[code].state for code in ("duties_kept", "completion_rate", "officers")] == [
        State.WITHHELD, State.WITHHELD, State.SHOWN,
    ]  # fmt: skip


@pytest.mark.parametrize("women", [0, 1], ids=["who completed nothing", "who completed something"])
def test_by_attribute_too(country, at, women):
    """Everybody told apart by gender; of those who enrolled two are women, so the rate is not told by gender."""
    cast = country.cast
    for unit, count in ((country.elsewhere, 20), (country.large, 30)):
        country.officers(unit, count)
    rows.run(
        """
        with place as (
          select p.id, row_number() over (order by e.id, p.id) - 1 as n
          from people_person p left join learning_enrolment e on e.person_id = p.id
        )
        update people_person p set gender = case when mod(n, 2) = %s then 'Female' else 'Male' end, "group" = 'Group B'
        from place where place.id = p.id
        """,
        [women],
    )
    rows.run(
        """
        with told as (
          select e.id, row_number() over (order by e.id) as n
          from learning_enrolment e join people_person p on p.id = e.person_id where p.gender = 'Female'
        )
        update learning_enrolment e set status = 'withdrawn', completed_at = null
        from told where told.id = e.id and told.n > 2
        """
    )
    refresh(at=at, everything=True)
    _unit, cuts = access_cuts(cast.analyst.actor(at), cast.country.uuid)
    women = cuts[0].values[0]
    assert women.figures["onboarded"].state is State.SHOWN
    assert women.figures["completion_rate"].state is State.WITHHELD
    assert cuts[0].values[1].figures["completion_rate"].state is State.WITHHELD, "it would follow from the country"
