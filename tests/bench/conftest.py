"""The small world of insight and a store, and a way to open pages."""

from tests.analytics import analytics, store  # noqa: F401 (fixtures)
from tests.insight.conftest import world  # noqa: F401 (fixtures)
from tests.insight.web.conftest import browse  # noqa: F401 (fixtures)
