"""The small world of insight, and a store beside it."""

from tests.analytics import analytics, store  # noqa: F401 (fixtures)
from tests.insight.conftest import keep, profile, settling, sign, world  # noqa: F401 (fixtures)
