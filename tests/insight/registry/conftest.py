from tests.insight.web.conftest import browse, country, country_snapshot  # noqa: F401 (fixtures)
