"""Addresses of standbys: what cannot be one stops the start, and no password is told."""

import pytest

from config.database import DEAD_AFTER
from config.env import BadEnvironment, read

ONE = "postgresql://u:secret@one/k"


@pytest.mark.parametrize(
    ("urls", "why"),
    [
        ("mysql://u:secret@two/k", "READ_URLS is refused"),
        ("postgresql://u:secret@two/k,postgresql://u:secret@three/k", "parted by spaces"),
        ("postgresql://u:secret@two/k?nonsense=1", "address 1 is not one"),
        ("postgresql:///k", "names no host"),
        (ONE, "same server"),
        ("postgresql://u:secret@two/k postgresql://u:secret@two:5432/k", "same server"),
    ],
)
def test_wrong_addresses_are_refused(urls, why):
    with pytest.raises(BadEnvironment, match=why) as told:
        read({"DATABASE_URL": ONE, "KARMAYOGI_READ_URLS": urls})
    assert "secret" not in str(told.value)


def test_right_ones_are_taken():
    urls = "postgresql://u:p@two/k postgresql://u:p@three:5433/k"
    env = read({"DATABASE_URL": ONE, "KARMAYOGI_READ_URLS": urls, "KARMAYOGI_READ_LAG": "2.5"})
    assert (env.read_urls.split(), env.read_lag) == (urls.split(), 2.5)
    with pytest.raises(BadEnvironment, match="DATABASE_URL must be set"):
        read({"KARMAYOGI_READ_URLS": urls})
    for lag in ("0", "61", "soon"):
        with pytest.raises(BadEnvironment, match="READ_LAG"):
            read({"KARMAYOGI_READ_LAG": lag})


def test_what_a_silent_host_held_is_freed_before_its_jobs_are_taken_over():
    from django.core.management import load_command_class

    parser = load_command_class("karmayogi.kernel", "work").create_parser("manage.py", "work")
    assert parser.get_default("dead_after") > DEAD_AFTER
