"""The past stays readable as it was, whatever is moved, merged or split afterwards."""

import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Lineage
from karmayogi.orgs.queries import tree
from karmayogi.orgs.queries.people import people_in

JUNE = dt.date(2026, 6, 1)
MAY = dt.date(2026, 5, 31)
AUGUST = dt.date(2026, 8, 1)


def names_in(unit, on):
    then = tree.unit_on(unit.id, on)
    return sorted(one.name for one in people_in(then.path, on).rows) if then else None


def merge(cast, at, part="platform", units=None, into=None, on=JUNE, number="G.S.R. 7"):
    orgs.merge_organisations(
        agent=cast.everyone[part].actor(at), organisation_ids=[one.id for one in units or [cast.section]],
        into_id=(into or cast.other_department).id, on=on, order_number=number, at=at,
    )  # fmt: skip


def test_after_a_move_every_question_of_the_day_before_has_the_old_answer(cast, at):
    before = (names_in(cast.ministry, MAY), orgs.strength(cast.ministry.path, MAY))
    orgs.reorganise(
        agent=cast.platform.actor(at), organisation_id=cast.department.id, parent_id=cast.other_ministry.id,
        name_en="Department of Staff", on=JUNE, order_number="O.M. 1", at=at,
    )  # fmt: skip
    assert (names_in(cast.ministry, MAY), orgs.strength(cast.ministry.path, MAY)) == before
    assert names_in(cast.ministry, JUNE) == ["Bala Subramaniam"]
    assert "Asha Verma" in names_in(cast.other_ministry, JUNE)
    assert orgs.strength(cast.other_ministry.path, JUNE).filled == 5
    then, now = (orgs.current_post(cast.supervisor.person_id, day) for day in (MAY, JUNE))
    assert then.path == cast.section.path
    assert now.path == tree.unit_on(cast.section.id, JUNE).path
    head = [orgs.current_post(cast.head.person_id, day).organisation_en for day in (MAY, JUNE)]
    assert head == ["Department of Personnel", "Department of Staff"]
    line = [unit.name_en for unit in tree.line_on(then.path, MAY)]
    assert line[1:] == ["Ministry of Personnel", "Department of Personnel", "Establishment Section"]
    assert [unit.name_en for unit in tree.line_on(now.path, JUNE)][1:3] == [
        "Ministry of Rural Development", "Department of Staff",
    ]  # fmt: skip


def test_a_merger_takes_posts_people_and_units_along_and_leaves_a_trace(cast, at):
    merge(cast, at, units=[cast.department])
    merge(cast, at, units=[cast.department])
    assert names_in(cast.department, MAY) == ["Asha Verma", "Devi Prasad", "Farah Naqvi"]
    assert tree.unit_on(cast.department.id, JUNE) is None
    assert names_in(cast.other_department, JUNE) == ["Asha Verma", "Chandra Rao", "Devi Prasad", "Farah Naqvi"]
    assert orgs.current_post(cast.head.person_id, JUNE).organisation_id == cast.other_department.id
    assert orgs.current_post(cast.head.person_id, JUNE).since == dt.date(2024, 4, 1), "she took no new post"
    assert orgs.reporting_line(cast.learner.post_id, JUNE)[1].person_name == "Farah Naqvi"
    (kin,) = tree.lineage_of(cast.department.id)[1]
    assert (kin.name_en, kin.kind, kin.on, kin.order_number) == (
        "Department of Land Resources", "merged", JUNE, "G.S.R. 7",
    )  # fmt: skip
    assert Lineage.objects.count() == 1, "a merger entered twice is one"
    assert orgs.may_see_person(cast.other_admin.actor(at), cast.learner.person_id, JUNE)
    assert not orgs.may_see_person(cast.admin.actor(at), cast.learner.person_id, JUNE)


def test_a_split_gives_each_part_its_own(cast, at):
    def split(keep, **shares):
        return orgs.split_organisation(
            agent=cast.platform.actor(at), organisation_id=cast.department.id, keep=keep, on=JUNE,
            order_number="S.O. 9", at=at,
            parts=[orgs.SplitPart(code=code, name_en=f"Department {code}", **share) for code, share in shares.items()],
        )  # fmt: skip

    with pytest.raises(Refused, match="without an office"):
        split(False, A={"unit_ids": (cast.section.id,)}, B={})
    with pytest.raises(Refused, match="two parts"):
        split(True, A={"unit_ids": (cast.section.id,)}, B={"unit_ids": (cast.section.id,)})
    with pytest.raises(NotFound):
        split(True, A={"post_ids": (cast.learner.post_id,)})
    shares = {"A": {"unit_ids": (cast.section.id,)}, "B": {"post_ids": (cast.head.post_id,)}}
    made = split(False, **shares)
    assert split(False, **shares) == made
    assert [names_in(row, JUNE) for row in made] == [["Asha Verma", "Devi Prasad"], ["Farah Naqvi"]]
    assert [names_in(row, MAY) for row in made] == [None, None]
    assert names_in(cast.department, MAY) == ["Asha Verma", "Devi Prasad", "Farah Naqvi"]
    assert {kin.name_en for kin in tree.lineage_of(cast.department.id)[1]} == {"Department A", "Department B"}


def test_an_end_needs_an_empty_unit(cast, at):
    gita = cast.platform.actor(at)

    def end(unit, number="S.O. 1"):
        orgs.abolish_organisation(agent=gita, organisation_id=unit.id, on=AUGUST, order_number=number, at=at)

    with pytest.raises(Refused, match="Units stand below"):
        end(cast.ministry)
    with pytest.raises(Refused, match="Posts are left"):
        end(cast.section)
    empty = cast.unit("T-NEW", "office", "Empty Cell", "", "", cast.section)
    with pytest.raises(Refused, match="number of the order"):
        end(empty, " ")
    for _ in range(2):
        end(empty)
    assert tree.unit_on(empty.id, AUGUST) is None
    assert tree.unit_on(empty.id, JUNE).name_en == "Empty Cell"
    with pytest.raises(Refused, match="abolished"):
        cast.unit("T-NEW-2", "office", "Below nothing", "", "", empty)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"into": "section", "units": ["department"]}, "itself or into a unit"),
        ({"into": "section"}, "itself or into a unit"),
        ({"on": dt.date(2027, 1, 1)}, "taken effect"),
        ({"number": ""}, "number of the order"),
        ({"on": dt.date(1949, 1, 1)}, "younger|later change"),
    ],
)
def test_what_cannot_be_merged(cast, at, change, why):
    change = {
        key: getattr(cast, value)
        if key == "into"
        else [getattr(cast, one) for one in value]
        if key == "units"
        else value
        for key, value in change.items()
    }
    before = rows.scalar("select md5(string_agg(o::text, '' order by id)) from orgs_organisation o")
    with pytest.raises(Refused, match=why):
        merge(cast, at, **change)
    assert rows.scalar("select md5(string_agg(o::text, '' order by id)) from orgs_organisation o") == before


def test_changes_are_entered_in_their_order(cast, at):
    orgs.reorganise(
        agent=cast.platform.actor(at), organisation_id=cast.section.id, name_en="Establishment Wing", on=AUGUST, at=at
    )
    with pytest.raises(Refused, match="order"):
        orgs.reorganise(
            agent=cast.platform.actor(at), organisation_id=cast.department.id, parent_id=cast.other_ministry.id,
            on=JUNE, at=at,
        )  # fmt: skip


@pytest.mark.parametrize("part", ["learner", "admin", "other_admin", "analyst"])
def test_only_the_platform(cast, at, part):
    with pytest.raises(NotFound):
        merge(cast, at, part=part)
