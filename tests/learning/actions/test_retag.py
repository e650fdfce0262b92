"""Course tags move to what replaces a competency, once, and come back exactly as they were."""

import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel import rows
from karmayogi.learning.actions.retag import move_tags, restore_tags
from karmayogi.learning.queries.touched import touched_courses

TAGS = "select competency_id, level from learning_coursecompetency order by 1"
CATALOGUE = "select competency_ids from learning_catalogueentry"


@pytest.mark.parametrize(
    ("now", "levels", "becomes"),
    [
        (["BEH-001"], (1, 2, 3, 4, 5), {"BEH-001": 2}),
        (["BEH-001", "BEH-002"], (1, 2, 3, 4, 5), {"BEH-001": 2, "BEH-002": 2}),
        (["FUN-095"], (1, 4, 4, 5, 5), {"FUN-095": 4}),
    ],
)
def test_tags_move_and_come_back(course, at, now, levels, becomes):
    known = competencies.by_codes(["FUN-095", "BEH-001", "BEH-002"])
    was, ids = known["FUN-095"].id, [known[code].id for code in now]
    before = rows.fetch(lambda *row: row, TAGS), rows.scalar(CATALOGUE)
    assert [one.address for one in touched_courses([was])]
    act = uuid.uuid4()
    assert move_tags(act=act, was_id=was, now_ids=ids, levels=levels, at=at) == len(ids)
    assert move_tags(act=act, was_id=was, now_ids=ids, levels=levels, at=at) == 0
    after = {known_code: level for known_code, level in _tags(known) if level}
    assert after == becomes
    assert sorted(rows.scalar(CATALOGUE)) == sorted(ids)
    restore_tags(act=act, was_id=was, at=at)
    restore_tags(act=act, was_id=was, at=at)
    assert (rows.fetch(lambda *row: row, TAGS), rows.scalar(CATALOGUE)) == before


def _tags(known):
    codes = {row.id: code for code, row in known.items()}
    return [(codes[competency], level) for competency, level in rows.fetch(lambda *row: row, TAGS)]
