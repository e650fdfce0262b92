"""A section goes to another ministry."""

import datetime as dt
import functools

import pytest

from karmayogi.kernel import events, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.events import OrganisationMoved
from tests.cast import SET_UP

JUNE = dt.date(2026, 6, 1)


def move(cast, at, part="platform", **change):
    change = {"organisation_id": cast.section.id, "parent_id": cast.other_department.id, "on": JUNE, **change}
    orgs.reorganise(agent=cast.everyone[part].actor(at), at=at, **change)


def test_a_move_takes_all_below_along_and_keeps_the_past(cast, at, monkeypatch):
    announced = []
    monkeypatch.setattr(events, "announce", announced.append)
    for _ in range(2):
        move(cast, at, order_number="O.M. 12/2026")
    moved = orgs.organisation_by_code("T-EST")
    assert moved.path.startswith(cast.other_department.path)
    assert orgs.ministry_of(moved.path).id == cast.other_ministry.id
    assert orgs.current_post(cast.learner.person_id, JUNE).path == moved.path
    assert orgs.may_see_person(cast.other_admin.actor(at), cast.learner.person_id, JUNE)
    assert not orgs.may_see_person(cast.admin.actor(at), cast.learner.person_id, JUNE)
    assert orgs.spell_on(moved.id, JUNE - dt.timedelta(days=1)).parent_id == cast.department.id
    assert orgs.spell_on(moved.id, JUNE).parent_id == cast.other_department.id
    assert orgs.spell_on(moved.id, dt.date(1949, 1, 1)) is None
    assert announced == [OrganisationMoved(moved.id, cast.section.path, moved.path, at)]
    stale = rows.scalar(
        """
        select count(*) from orgs_post p join orgs_organisation o on o.id = p.organisation_id
        where p.organisation_path <> o.path
        """
    )
    assert stale == 0


def test_a_new_name_leaves_the_path(cast, at):
    move(cast, at, parent_id=None, name_en="Establishment Branch")
    row = orgs.organisation_by_code("T-EST")
    assert (row.name_en, row.name_hi, row.path) == ("Establishment Branch", "स्थापना अनुभाग", cast.section.path)
    assert orgs.spell_on(row.id, JUNE - dt.timedelta(days=1)).name_en == "Establishment Section"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"on": dt.date(2027, 1, 1)}, "taken effect"),
        ({"on": dt.date(1950, 1, 26)}, "later change"),
        ({"organisation_id": "department", "parent_id": "section"}, "under itself"),
        ({"parent_id": "section"}, "under itself"),
    ],
)
def test_what_cannot_be(cast, at, change, why):
    change = {key: getattr(cast, value).id if isinstance(value, str) else value for key, value in change.items()}
    with pytest.raises(Refused, match=why):
        move(cast, at, **change)
    assert orgs.organisation_by_code("T-EST").path == cast.section.path


@pytest.mark.parametrize("part", ["learner", "admin", "other_admin", "analyst"])
def test_only_the_platform(cast, at, part):
    with pytest.raises(NotFound):
        move(cast, at, part=part)


def test_nothing_is_put_under_a_unit_from_before_it_came_to_its_place(cast, at):
    """The section would stand where its new department was not yet; the department's new name changes nothing."""
    move(cast, at, organisation_id=cast.other_department.id, parent_id=cast.ministry.id)
    before = JUNE - dt.timedelta(days=1)
    into = cast.other_department.id
    paper = orgs.OrderPaper("F. 1/2026", before, "x", b"")
    for late in (
        lambda: move(cast, at, on=before),
        lambda: orgs.merge_organisations(
            agent=SET_UP, organisation_ids=[cast.section.id], into_id=into, on=before, order_number="1", at=at
        ),
        lambda: orgs.create_posts(
            agent=SET_UP, organisation_id=into, designation_id=cast.assistant.id, count=1, paper=paper,
            effective_on=before, at=at,
        ),
        lambda: orgs.create_post(
            agent=SET_UP, organisation_id=into, designation_id=cast.assistant.id, valid_from=before, at=at
        ),
        lambda: orgs.create_organisation(
            agent=SET_UP, code="NEW", kind="office", name_en="New", parent_id=into, valid_from=before, at=at
        ),
    ):  # fmt: skip
        with pytest.raises(Refused, match="later change"):
            late()
    made = orgs.create_organisation(
        agent=SET_UP, code="NEW", kind="office", name_en="New", parent_id=into, valid_from=JUNE, at=at
    )
    assert made.path.startswith(orgs.unit_on(into, JUNE).path)
    for younger in (orgs.create_post, functools.partial(orgs.create_organisation, kind="office", name_en="Newer")):
        what = {"designation_id": cast.assistant.id} if younger is orgs.create_post else {"code": "X"}
        where = {"organisation_id": made.id} if younger is orgs.create_post else {"parent_id": made.id}
        with pytest.raises(Refused, match="younger"):
            younger(agent=SET_UP, valid_from=before, at=at, **what, **where)
    move(cast, at, organisation_id=into, parent_id=None, name_en="Land", on=JUNE + dt.timedelta(days=9))
    move(cast, at)
    assert orgs.spell_on(cast.section.id, JUNE).parent_id == into


def test_what_was_entered_before_a_move_can_be_sent_again_after_it(cast, at):
    may, paper = JUNE - dt.timedelta(days=30), orgs.OrderPaper("F. 1/2026", JUNE - dt.timedelta(days=30), "x", b"")

    def send():
        orgs.merge_organisations(
            agent=SET_UP,
            organisation_ids=[cast.section.id],
            into_id=cast.department.id,
            on=may,
            order_number="1",
            at=at,
        )
        return orgs.create_posts(
            agent=SET_UP, organisation_id=cast.department.id, designation_id=cast.assistant.id, count=2, paper=paper,
            effective_on=may, at=at,
        )  # fmt: skip

    made = send()
    move(cast, at, organisation_id=cast.department.id, parent_id=cast.other_ministry.id)
    assert send() == made
