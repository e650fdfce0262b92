import datetime as dt
import uuid

import pytest

from karmayogi.learning.engine.offline.stamp import Stamp, read, write

NOON = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
PHONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def test_a_stamp_says_what_was_written_also_after_the_secret_was_renewed():
    text = write(Stamp(NOON, 77), PHONE, "old")
    assert read(text, PHONE, ["new", "old"]) == Stamp(NOON, 77)
    assert read(text, PHONE, ["new"]) is None


@pytest.mark.parametrize("change", ["earlier", "less", "other phone", "nothing", "é"])
def test_a_changed_stamp_is_none(change):
    text = write(Stamp(NOON, 77), PHONE, "s")
    millis, counted, mac = text.split(".")
    forged = {
        "earlier": f"{int(millis) - 1}.{counted}.{mac}",
        "less": f"{millis}.0.{mac}",
        "other phone": text,
        "nothing": "",
        "é": f"{millis}.{counted}.é",
    }[change]
    assert read(forged, OTHER if change == "other phone" else PHONE, ["s"]) is None
