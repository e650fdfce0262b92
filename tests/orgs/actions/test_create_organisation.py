import datetime as dt

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.engine import paths


def create(cast, at, part, parent, code="NEW"):
    return orgs.create_organisation(
        agent=cast.everyone[part].actor(at), code=code, kind="office", name_en="New Unit", parent_id=parent.id,
        valid_from=dt.date(2026, 1, 1), at=at,
    )  # fmt: skip


def test_the_path_is_the_parents_and_one_step(cast, at):
    made = create(cast, at, "platform", cast.section)
    assert made.path == cast.section.path + paths.step(made.id)
    assert paths.ids(made.path)[-2:] == [cast.section.id, made.id]
    assert [row.id for row in orgs.line_of(made.path)] == paths.ids(made.path)


def test_a_code_is_given_once(cast, at):
    with pytest.raises(Refused):
        create(cast, at, "platform", cast.section, code="T-EST")


@pytest.mark.parametrize("part", ["learner", "admin", "analyst"])
def test_only_the_platform_shapes_the_tree(cast, at, part):
    with pytest.raises(NotFound):
        create(cast, at, part, cast.section)
    assert orgs.organisation_by_code("NEW") is None
