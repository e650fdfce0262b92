"""The real files, as they come."""

import csv
import datetime as dt
import io
import re
import time

import pytest
from django.core.management import call_command

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.import_master_data import DATA, import_master_data
from karmayogi.orgs.actions.master.organisations import Tree
from karmayogi.orgs.models import Designation, District, MergeProposal, Organisation, OrganisationSpell, State
from tests.cast import NOON


def build():
    return {part.name: part for part in import_master_data(agent=System("test"), at=NOON)}


@pytest.fixture(scope="session")
def imported_snapshot(snapshots):
    return snapshots("master data", build)


@pytest.fixture
def imported(imported_snapshot, db):
    return imported_snapshot.put_back() if imported_snapshot else build()


def test_everything_arrives_in_time(db):
    out = io.StringIO()
    started = time.perf_counter()
    call_command("import_master_data", stdout=out)
    assert time.perf_counter() - started < 20
    assert "organisations: 705 rows, 705 new" in out.getvalue()
    again = io.StringIO()
    call_command("import_master_data", stdout=again)
    assert "Nothing changed" in again.getvalue()


def test_counts_are_those_of_the_files(imported):
    assert State.objects.count() == 36
    assert District.objects.count() == 728
    assert Organisation.objects.count() == 1 + 705 + 36
    assert imported["designations"].rows == 3203
    assert Designation.objects.count() == 3202, "one row is there twice, letter for letter, and is reported"
    assert [number for number, _ in imported["designations"].notes] == [2550]
    assert imported["merge proposals"].new > 80


def test_a_second_run_changes_nothing(imported, at):
    before = rows.scalar("select max(id) from kernel_auditentry")
    again = import_master_data(agent=System("test"), at=at)
    assert [(part.new, part.changed) for part in again] == [(0, 0)] * len(again)
    assert rows.scalar("select max(id) from kernel_auditentry") == before


def test_departments_stand_under_their_ministry(imported):
    posts = Organisation.objects.get(name_en="Department of Posts")
    assert posts.parent is not None
    assert posts.parent.name_en == "Ministry of Communications"
    higher = Organisation.objects.get(name_en="Department of Higher Education")
    assert orgs.ministry_of(higher.path).name_en == "Ministry of Education", "renamed in 2020"
    space = Organisation.objects.get(name_en="Department of Space")
    assert space.parent.code == "IN"


def test_ministries_and_departments_have_their_names_in_three_languages(imported):
    unnamed = Organisation.objects.filter(kind__in=["ministry", "department", "state", "country"])
    assert unnamed.count() > 100
    assert list(unnamed.filter(name_hi="").values_list("name_en", flat=True)) == []
    assert list(unnamed.filter(name_ur="").values_list("name_en", flat=True)) == []
    rural = Organisation.objects.get(name_en="Ministry of Rural Development")
    assert (rural.name_hi, rural.name_ur) == ("ग्रामीण विकास मंत्रालय", "دیہی ترقی کی وزارت")
    assert not Organisation.objects.filter(name_ur__regex="[\u064a\u0643]").exists(), "Arabic letter forms"


def test_all_other_bodies_have_the_names_that_we_translated(imported):
    with (DATA / "organisation_names_translated.csv").open(newline="") as file:
        translated = {row["name_en"]: (row["name_hi"], row["name_ur"]) for row in csv.DictReader(file)}
    bodies = {one.name_en: one for one in Organisation.objects.filter(code__startswith="GOI-")}
    assert len(translated) > 590
    assert translated.keys() <= bodies.keys(), "a name in the file is in no list"
    for name, names in translated.items():
        assert (bodies[name].name_hi, bodies[name].name_ur) == names
        assert re.search("[ऄ-ह]", names[0]) and not re.search("[؀-ۿ]", names[0]), name
        assert re.search("[ء-ے]", names[1]) and not re.search("[ऀ-ॿ]", names[1]), name
    assert bodies["Food Corporation of India (FCI)"].name_hi == "भारतीय खाद्य निगम"
    assert [one.name_en for one in bodies.values() if not (one.name_hi and one.name_ur)] == []


def test_a_later_run_fills_names_that_are_missing_and_leaves_what_somebody_typed(imported, at):
    Organisation.objects.filter(name_en="Ministry of Coal").update(name_hi="", name_ur="typed")
    again = {part.name: part for part in import_master_data(agent=System("test"), at=at)}
    assert again["organisations"].changed == 1
    coal = Organisation.objects.get(name_en="Ministry of Coal")
    assert (coal.name_hi, coal.name_ur) == ("कोयला मंत्रालय", "typed")


def test_every_path_is_the_path_of_the_parent_and_one_step(imported):
    wrong = rows.scalar(
        """
        select count(*) from orgs_organisation o join orgs_organisation p on p.id = o.parent_id
        where o.path <> p.path || right(o.path, 8) or length(o.path) <> length(p.path) + 8
        """
    )
    assert wrong == 0


def test_odd_districts_are_reported_row_by_row(imported):
    assert len(imported["districts"].notes) >= 3
    assert District.objects.filter(name="Ranipet", state__code="TN").exists()
    assert District.objects.get(name="Leh").state.code == "LA"


def test_dirty_designations_are_proposed_and_never_merged_silently(imported):
    assert Designation.objects.exclude(merged_into=None).count() == 0
    pair = MergeProposal.objects.get(merge__name="Office Suprintendant")
    assert (pair.keep.name, pair.reason, pair.detail) == (
        "Office Superintendent", "spelling", "suprintendant → superintendent",
    )  # fmt: skip


def test_a_decided_proposal_is_not_made_again(imported, at):
    MergeProposal.objects.update(status="kept")
    count = MergeProposal.objects.count()
    import_master_data(agent=System("test"), at=at)
    assert MergeProposal.objects.count() == count


def test_only_the_platform_may_import(cast, at):
    for part in ("learner", "admin", "analyst"):
        with pytest.raises(NotFound):
            import_master_data(agent=cast.everyone[part].actor(at), at=at)
    assert import_master_data(agent=cast.platform.actor(at), at=at)


def test_what_is_new_under_a_unit_that_moved_begins_when_it_came_to_its_place(imported, at):
    above = orgs.organisation_by_name("Department of Personnel and Training")
    to = orgs.organisation_by_name("Ministry of Rural Development")
    june = dt.date(2026, 6, 1)
    orgs.reorganise(agent=System("test"), organisation_id=above.id, parent_id=to.id, on=june, order_number="1", at=at)
    tree = Tree(at)
    row = tree.add("NEW", "office", "New office", tree.by_code[above.code])
    tree.save()
    assert row.valid_from == june
    spell = OrganisationSpell.objects.get(organisation=row)
    assert (spell.valid_from, spell.path.startswith(to.path)) == (june, True)
