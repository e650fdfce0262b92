"""Names of designations that come with the product."""

import csv

import pytest

from karmayogi.kernel.access import NotFound
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.import_master_data import DATA
from tests.cast import SET_UP


def test_only_what_is_missing_is_filled_in(cast, at):
    orgs.create_designation(agent=SET_UP, name="Deputy Secretary", at=at)
    typed = orgs.create_designation(agent=SET_UP, name="Joint Secretary", name_hi="सह सचिव", at=at)
    assert orgs.name_designations(agent=SET_UP).changed == 3  # and the Director of the cast
    named = orgs.designation_by_name("Deputy Secretary")
    assert (named.name_hi, named.name_ur) == ("उप सचिव", "ڈپٹی سکریٹری")
    kept = orgs.designations([typed.id])[typed.id]
    assert (kept.name_hi, kept.name_ur) == ("सह सचिव", "جوائنٹ سکریٹری")
    assert orgs.name_designations(agent=SET_UP).changed == 0
    with pytest.raises(NotFound):
        orgs.name_designations(agent=cast.learner.actor(at))


def test_every_name_is_of_the_master_and_in_its_script():
    with (DATA / "raw" / "designations_bulk_upload.csv").open(encoding="utf-8-sig", newline="") as file:
        master = {row["designation"] for row in csv.DictReader(file)}
    with (DATA / "designation_names.csv").open(encoding="utf-8", newline="") as file:
        named = list(csv.DictReader(file))
    assert [row["name_en"] for row in named if row["name_en"] not in master] == []
    for row in named:
        assert "\u0900" <= row["name_hi"][0] <= "\u097f"
        assert "\u0600" <= row["name_ur"][0] <= "\u06ff"
    assert len({row["name_hi"] for row in named}) == len({row["name_ur"] for row in named}) == len(named)
