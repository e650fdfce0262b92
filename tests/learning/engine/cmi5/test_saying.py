import datetime as dt

import pytest

from karmayogi.learning.engine.cmi5 import names, saying


def test_a_query_of_the_unit_stays_before_what_the_launch_adds():
    assert saying.with_query("https://x.example/a.html?b=1#c", {"fetch": "https://y/?z=&"}) == (
        "https://x.example/a.html?b=1&fetch=https%3A%2F%2Fy%2F%3Fz%3D%26#c"
    )


@pytest.mark.parametrize(
    ("seconds", "wanted"), [(0, "PT0S"), (61.5, "PT61.5S"), (100, "PT100S"), (0.004, "PT0S"), (-5, "PT0S")]
)
def test_durations(seconds, wanted):
    assert saying.duration(dt.timedelta(seconds=seconds)) == wanted


def test_what_a_unit_has_left_of_its_preferences_stays():
    found = saying.preferences({"audioPreference": "off", "own": 1, "languagePreference": "fr"}, ["hi", "en"])
    assert found == {"audioPreference": "off", "own": 1, "languagePreference": "hi,en"}


def test_only_what_says_success_or_completion_is_of_move_on():
    more = {"actor": {}, "about": {}, "registration": "r", "session": "s", "publisher": "p"}
    waived = saying.statement("waived", result={"success": True, "completion": True}, **more)
    abandoned = saying.statement("abandoned", result={"duration": "PT0S"}, **more)
    ids = [[one["id"] for one in said["context"]["contextActivities"]["category"]] for said in (waived, abandoned)]
    assert ids == [[names.CMI5, names.MOVE_ON], [names.CMI5]]
