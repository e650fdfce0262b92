"""Fixed terms of every test."""

import datetime as dt

# What is sent until then still counts: a slow line must not cost a mark. Written on the start page.
GRACE = dt.timedelta(seconds=120)
GRACE_MINUTES = int(GRACE.total_seconds() // 60)

# More time that may be asked for, in per cent.
EXTRA = (25, 33, 50, 100)

# For papers on phones and notes of proctors, before a sitting without network is closed without them.
WAITED = dt.timedelta(days=7)
