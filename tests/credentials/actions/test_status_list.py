"""A list is signed anew before anybody would refuse it."""

import datetime as dt
import json

from karmayogi.credentials.actions import status_list
from karmayogi.credentials.models import StatusList


def _until():
    return dt.datetime.fromisoformat(json.loads(StatusList.objects.get().signed)["validUntil"])


def test_what_was_signed_a_day_ago_is_signed_anew_long_before_it_runs_out(issue, at):
    issue()
    assert _until() == at + dt.timedelta(days=3)
    assert status_list.publish_old_lists(at + dt.timedelta(hours=23)) == 0
    next_day = at + dt.timedelta(hours=24)
    assert status_list.publish_old_lists(next_day) == 1
    assert _until() == next_day + dt.timedelta(days=3)
    assert status_list.publish_old_lists(next_day) == 0
