"""The shipped framework and profiles are whole, and importing them again changes nothing."""

import re
import tomllib

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.import_framework import DATA, import_profile
from karmayogi.competencies.models import Profile
from karmayogi.kernel.access import Refused, System

SET_UP = System("test")


def test_all_114_codes_with_names_in_three_languages(framework):
    rows = competencies.every()
    assert len(rows) == 114
    assert all(row.name_en and row.name_hi and row.name_ur for row in rows)
    assert len({row.name_en for row in rows}) < 114, "names repeat in the real model; that is why codes are keys"


def test_again_changes_nothing(framework, at):
    assert competencies.import_kcm(agent=SET_UP, at=at).new == 0
    assert competencies.import_profiles(agent=SET_UP, at=at).new == 0


def test_the_shipped_designations_need_noting_where_it_belongs(framework, cast):
    assert Profile.objects.filter(in_force=True).count() == 22
    needs = {need.code: need.level for need in competencies.requirements_for(cast.assistant.id)}
    assert needs["FUN-087"] == 3
    tree = competencies.profile_for(cast.assistant.id)
    assert tree is not None
    assert 3 <= len(tree.roles) <= 4
    assert all(role.activities for role in tree.roles)


def test_every_shipped_profile_is_complete_in_three_languages():
    """Names and summaries in each script, one level for a competency throughout, and a rule or manual by each act."""
    scripts = {"hi": re.compile("[ऀ-ॿ]"), "ur": re.compile("[؀-ۿ]")}
    files = sorted((DATA / "frac").glob("*.toml"))
    assert len(files) >= 20
    for file in files:
        told = tomllib.loads(file.read_text())
        activities = [activity for role in told["roles"] for activity in role["activities"]]
        named = [told["summary"], *(node["name"] for node in [told, *told["roles"], *activities])]
        for names in named:
            assert names["en"], file.name
            for language, script in scripts.items():
                assert script.search(names[language]), (file.name, names)
        assert len(activities) >= 9, file.name
        assert all(activity["knowledge"] and activity["needs"] for activity in activities), file.name
        levels: dict[str, set[int]] = {}
        for activity in activities:
            for need in activity["needs"]:
                levels.setdefault(need["code"], set()).add(need["level"])
        assert all(len(found) == 1 for found in levels.values()), file.name


def test_a_changed_file_makes_a_new_version_and_keeps_the_old(framework, cast, at, tmp_path):
    source = (DATA / "frac" / "section-officer.toml").read_text()
    changed = tmp_path / "section-officer.toml"
    changed.write_text(source.replace("importance = 5", "importance = 4"))
    assert import_profile(agent=SET_UP, at=at, file=changed)
    versions = Profile.objects.filter(designation_id=cast.section_officer.id).order_by("version")
    assert [(row.version, row.in_force) for row in versions] == [(1, False), (2, True)]


def test_an_unknown_code_is_refused_and_nothing_is_kept(framework, at, tmp_path):
    source = (DATA / "frac" / "section-officer.toml").read_text()
    changed = tmp_path / "section-officer.toml"
    changed.write_text(source.replace('"FUN-087"', '"FUN-999"'))
    with pytest.raises(Refused, match="FUN-999"):
        import_profile(agent=SET_UP, at=at, file=changed)
    assert Profile.objects.filter(version=2).count() == 0
