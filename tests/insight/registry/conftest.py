from tests.insight.web.conftest import browse  # noqa: F401 (fixtures)
