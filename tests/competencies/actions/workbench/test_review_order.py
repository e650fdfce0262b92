"""An order goes from draft to published by three persons, is frozen then, and is never stuck."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.import_framework import DATA, import_profile
from karmayogi.competencies.actions.workbench import shape_order as shaping
from karmayogi.competencies.actions.workbench.draft_order import copy_order, take_over
from karmayogi.competencies.actions.workbench.names import Name
from karmayogi.competencies.actions.workbench.review_order import approve, archive, send_back, submit
from karmayogi.competencies.engine.workbench.compare import differences
from karmayogi.competencies.models import Competency, Profile, WorkOrder
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.competencies.queries.workbench.tree import content, tree
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from tests.competencies.actions.governance.test_retag import change, item


def publish(unit, order):
    submit(actor=unit.author, order=order, at=unit.at)
    approve(actor=unit.first, order=order, at=unit.at)
    approve(actor=unit.second, order=order, at=unit.at)


def status(order):
    return WorkOrder.objects.get(uuid=order).status


def test_from_draft_to_a_profile_in_force(unit, at):
    order = unit.written()
    publish(unit, order)
    row = queries.access_order(unit.author, order)
    assert (row.status, row.first_reviewer, row.second_reviewer) == ("published", "Farah Naqvi", "Gita Nair")
    needs = competencies.requirements_for(unit.cast.assistant.id)
    assert [(need.code, need.level, need.importance) for need in needs] == [("FUN-087", 2, 5)]
    told = competencies.profile_for(unit.cast.assistant.id)
    assert told is not None
    assert told.roles[0].name_hi == "प्रकरण प्रभारी"
    assert told.roles[0].activities[0].knowledge == ("Manual of Office Procedure",)
    assert row.number in told.basis
    tags = rows.fetch(str, "select tag from kernel_auditentry where tag like 'competencies:order:%%' order by id")
    assert tags[-3:] == ["competencies:order:submit", "competencies:order:approve", "competencies:order:publish"]


def test_three_different_persons(unit, at):
    order = unit.written()
    unit.cast.grant(unit.cast.supervisor, Role.FRAC_REVIEWER_L1, unit.cast.ministry)
    unit.cast.grant(unit.cast.head, Role.FRAC_REVIEWER_L2, unit.cast.country)
    author, first = unit.cast.supervisor.actor(at), unit.cast.head.actor(at)
    submit(actor=author, order=order, at=at)
    with pytest.raises(Refused, match="wrote in this order"):
        approve(actor=author, order=order, at=at)
    approve(actor=first, order=order, at=at)
    with pytest.raises(Refused, match="another person"):
        approve(actor=first, order=order, at=at)
    assert status(order) == "l2"
    assert Profile.objects.count() == 0


def test_whoever_wrote_in_it_does_not_review_it_even_if_another_submits(unit, at):
    order = unit.written()
    unit.cast.grant(unit.cast.head, Role.IFU_MEMBER, unit.cast.ministry)
    helper = unit.cast.head.actor(at)
    with pytest.raises(Refused, match="author submits"):
        submit(actor=helper, order=order, at=at)
    take_over(actor=helper, order=order, at=at)
    submit(actor=helper, order=order, at=at)
    unit.cast.grant(unit.cast.supervisor, Role.FRAC_REVIEWER_L1, unit.cast.ministry)
    with pytest.raises(Refused, match="wrote in this order"):
        approve(actor=unit.cast.supervisor.actor(at), order=order, at=at)


def test_returned_it_goes_to_its_author_and_on_again(unit, at):
    order = unit.written()
    submit(actor=unit.author, order=order, at=at)
    with pytest.raises(Refused, match="put right"):
        send_back(actor=unit.first, order=order, comment=" ", at=at)
    approve(actor=unit.first, order=order, at=at)
    send_back(actor=unit.second, order=order, comment="Name the manual", at=at)
    assert status(order) == "draft"
    assert queries.steps_of(queries.access_order(unit.author, order).id)[0].comment == "Name the manual"
    publish(unit, order)
    assert status(order) == "published"


def test_what_is_unmapped_keeps_it_a_draft(unit, at):
    order = unit.written()
    position = tree(queries.access_order(unit.author, order).id)[0]
    activity = position.roles[0].activities[0]
    shaping.set_need(
        actor=unit.author, order=order, activity=activity.uuid, code="BEH-008", level=None, importance=3, at=at
    )
    with pytest.raises(Refused, match="1 thing"):
        submit(actor=unit.author, order=order, at=at)
    shaping.add_role(actor=unit.author, order=order, position=position.uuid, name=Name("Empty", sure=True), at=at)
    with pytest.raises(Refused, match="2 things"):
        submit(actor=unit.author, order=order, at=at)
    assert queries.order_lines(unit.author, "", [])[0][0].unmapped == 1


def test_a_competency_that_was_replaced_meanwhile_stops_the_order(unit, council, at):
    order, waiting = unit.written(), unit.written()
    submit(actor=unit.author, order=waiting, at=at)
    approve(actor=unit.first, order=waiting, at=at)
    was, now = (Competency.objects.get(code=code).id for code in ("FUN-087", "FUN-085"))
    change(council, "merge", [item("subject", was), item("target", now)], at)
    with pytest.raises(Refused, match="not yet mapped"):
        submit(actor=unit.author, order=order, at=at)
    with pytest.raises(Refused, match="FUN-087” was replaced"):
        approve(actor=unit.second, order=waiting, at=at)
    assert status(waiting) == "l2"


def test_a_published_order_is_frozen_by_the_database_too(unit, at):
    order = unit.written()
    publish(unit, order)
    with pytest.raises(Refused, match="submitted"):
        shaping.add_position(actor=unit.author, order=order, designation="Director", at=at)
    for sql in ("update competencies_workorder set content = 'x'", "delete from competencies_workorder"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.run(sql)


def test_a_profile_that_holds_elsewhere_needs_a_reviewer_for_there(unit, at):
    """Chandra's ministry has posts of that designation: a second reviewer of one ministry cannot decide for both."""
    order = unit.written()
    unit.cast.grant(unit.cast.analyst, Role.FRAC_REVIEWER_L2, unit.cast.ministry)
    submit(actor=unit.author, order=order, at=at)
    approve(actor=unit.first, order=order, at=at)
    with pytest.raises(Refused, match="outside"):
        approve(actor=unit.cast.analyst.actor(at), order=order, at=at)
    assert status(order) == "l2"
    approve(actor=unit.second, order=order, at=at)


def test_the_next_version_takes_its_place_and_both_are_compared(unit, at):
    order = unit.written()
    publish(unit, order)
    second = copy_order(actor=unit.author, order=order, at=at)
    with pytest.raises(Refused, match="on its way"):
        copy_order(actor=unit.author, order=order, at=at)
    position = tree(queries.access_order(unit.author, second).id)[0]
    activity = position.roles[0].activities[0]
    told = {"actor": unit.author, "order": second, "at": at}
    shaping.set_need(**told, activity=activity.uuid, code="FUN-087", level=3, importance=5)
    shaping.set_need(**told, activity=activity.uuid, code="BEH-009", level=2, importance=3)
    shaping.remove(**told, what="knowledge", node=str(activity.knowledge[0].id))
    shaping.remove(**told, what="knowledge", node=str(activity.knowledge[0].id))
    old, new = (queries.access_order(unit.author, one) for one in (order, second))
    found = differences(content(old, tree(old.id)), content(new, tree(new.id)))
    assert {(one.kind, one.path[-1], one.was, one.now) for one in found} == {
        ("changed", "FUN-087", "L2 · 5", "L3 · 5"),
        ("added", "BEH-009", "", "L2 · 3"),
        ("removed", "Manual of Office Procedure", "", ""),
    }
    publish(unit, second)
    assert (status(order), status(second)) == ("archived", "published")
    profiles = Profile.objects.order_by("version").values_list("version", "in_force", "ended_on")
    assert list(profiles) == [(1, False, dt.date(2026, 11, 20)), (2, True, None)]


def test_archived_its_profile_ends(unit, at):
    order = unit.written()
    publish(unit, order)
    with pytest.raises(NotFound):
        archive(actor=unit.first, order=order, comment="old", at=at)
    archive(actor=unit.admin, order=order, comment="The post was abolished", at=at)
    archive(actor=unit.admin, order=order, comment="again", at=at)
    assert status(order) == "archived"
    assert competencies.profile_for(unit.cast.assistant.id) is None


def test_a_shipped_proposal_does_not_take_the_place_of_an_approved_order(unit, at, tmp_path):
    file = DATA / "frac" / "assistant-section-officer.toml"
    assert import_profile(agent=System("test"), at=at, file=file)
    publish(unit, unit.written())
    changed = tmp_path / file.name
    changed.write_text(file.read_text().replace("importance = 5", "importance = 4"))
    assert not import_profile(agent=System("test"), at=at, file=file)
    assert not import_profile(agent=System("test"), at=at, file=changed)
    assert [need.code for need in competencies.requirements_for(unit.cast.assistant.id)] == ["FUN-087"]


def test_another_ministry_finds_nothing(unit, at):
    order = unit.written()
    for act in (
        lambda: queries.access_order(unit.stranger, order),
        lambda: submit(actor=unit.stranger, order=order, at=at),
        lambda: send_back(actor=unit.stranger, order=order, comment="x", at=at),
        lambda: copy_order(actor=unit.stranger, order=order, at=at),
        lambda: shaping.describe_order(actor=unit.stranger, order=order, title="x", basis="", at=at),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.order_lines(unit.stranger, "", [])[0] == []
