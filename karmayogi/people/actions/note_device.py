"""That something signed with a device's key arrived."""

import datetime as dt

from karmayogi.kernel import rows


def note_device(device_id: int, at: dt.datetime) -> None:
    rows.run("update people_device set seen_at = greatest(seen_at, %s) where id = %s", [at, device_id])
