"""Which post is the main one, and how a post is on a day, is said in one place (karmayogi/orgs/queries/then.py)."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "karmayogi"
SOURCES = [path for path in sorted(HERE.rglob("*.py")) if "migrations" not in path.parts]
# The table holds the last change, which may be ordered for a later day. Who reads it raw, and why that is right.
RAW = {
    "facts/queries/sources.py": "all versions of a post at once, as rows of the days on which each counted",
    "facts/queries/placed.py": "the same, of those who held one",
    "plans/actions/add_up_headcounts.py": "all versions of a post from the day on, changes ordered ahead too",
    "facts/queries/touched.py": "which posts and persons a change touches, by the rows that changed",
    "insight/queries/touched.py": "which offices a change touches, by the rows that changed",
    "talent/queries/officers.py": "whom a search may mean, by any version of a post; then it is asked as on the day",
    "portal/queries/everything.py": "the code of a post, which never changes; all else is asked as it was",
}


@pytest.mark.parametrize("pattern", [r"order by[^\n]*substantive", r"kind in \('substantive'"])
def test_main_posts_and_filled_seats_are_told_by_orgs(pattern):
    found = [str(path.relative_to(HERE)) for path in SOURCES if re.search(pattern, path.read_text())]
    assert found == [], "use main_first and FILLS of karmayogi.orgs.api"


def test_other_packages_ask_for_posts_as_on_a_day():
    raw = {
        str(path.relative_to(HERE))
        for path in SOURCES
        if path.relative_to(HERE).parts[0] != "orgs" and re.search(r"(from|join) orgs_post\b", path.read_text())
    }
    assert raw == set(RAW), "use POSTS_AS_ON or THEN_POSTS of karmayogi.orgs.api"
