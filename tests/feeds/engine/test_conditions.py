"""A filter answers in SQL what scim2-models' own reference answers on the resources themselves."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import ScimFilter, SearchRequest

from karmayogi.feeds.engine.resources import OfficerUser
from karmayogi.feeds.queries.scim_users import users
from karmayogi.kernel import clock

ON = dt.date(2026, 11, 20)
_OFFICER = "urn:ietf:params:scim:schemas:extension:karmayogi:2.0:Officer"
_ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TEXTS = [
    "userName", "displayName", "title", "externalId", "name.familyName", "name.formatted", "emails", "emails.type",
    "emails.value", "phoneNumbers.value", "preferredLanguage", f"{_OFFICER}:designation",
    f"{_OFFICER}:organisationCode", f"{_OFFICER}:group", f"{_ENTERPRISE}:employeeNumber", "id", "nothing",
]  # fmt: skip
PRESENT = [*TEXTS, "name", "active", "meta.created", f"{_OFFICER}:batch", "groups", f"{_ENTERPRISE}:manager"]
VALUES = ["asha", "ASHA", "verma", "work", "T-EST", "Section Officer", "Group B", "@", "", "en", "आशा", "a'b\\", "E-1"]


def _quoted(value):
    return ScimFilter.quote(value)


_text = st.builds(
    lambda attribute, op, value: f"{attribute} {op} {_quoted(value)}",
    st.sampled_from(TEXTS), st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]),
    st.sampled_from(VALUES),
)  # fmt: skip
_null = st.builds(
    lambda attribute, op: f"{attribute} {op} null", st.sampled_from(PRESENT), st.sampled_from(["eq", "ne"])
)
_present = st.builds(lambda attribute: f"{attribute} pr", st.sampled_from(PRESENT))
_other = st.sampled_from(
    [
        "active eq true", "active ne true", "active eq false", f"{_OFFICER}:batch gt 2001", f"{_OFFICER}:batch ne 2010",
        f"{_OFFICER}:batch lt 3000", 'meta.created gt "2020-01-01T00:00:00Z"',
        'meta.created lt "2020-01-01T00:00:00Z"', 'emails[type eq "work" and value co "asha"]',
        'emails[type eq "home" or not (value pr)]', "emails[primary eq true]", 'phoneNumbers[value sw "+91"]',
        'meta.resourceType eq "User"',
    ]
)  # fmt: skip
_leaf = st.one_of(_text, _null, _present, _other)
FILTERS = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"({a}) and ({b})", inner, inner),
        st.builds(lambda a, b: f"{a} or ({b})", inner, inner),
        st.builds(lambda a: f"not ({a})", inner),
    ),
    max_leaves=5,
)


@pytest.fixture
def population(cast, at, door):
    """Officers of the cast, and two whom a system has entered in all detail."""
    for number, extra in enumerate(
        (
            {"title": "ASHA", "emails": [{"value": "z@x.in", "type": "home"}, {"value": "asha2@x.in", "type": "work"}]},
            {"name": {"familyName": "Verma", "formatted": "आशा"}, "active": False, "externalId": "E-1"},
        )
    ):
        status, _body, _headers = door("POST", "/Users", {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": f"new{number}",
            _OFFICER: {"group": "Group B", "batch": 2010, "designation": "a'b\\"}, **extra,
        })  # fmt: skip
        assert status == 201
    return cast.ministry.path


def test_sql_and_reference_agree(population):
    _total, everybody = users(population, SearchRequest[OfficerUser](), ON, "", 0, 200)
    assert len(everybody) == 6

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(FILTERS)
    def agree(text):
        wanted = ScimFilter[OfficerUser](text)
        total, found = users(population, SearchRequest[OfficerUser].model_construct(filter=wanted), ON, "", 0, 200)
        expected = [one.user_name for one in everybody if wanted.match(one)]
        assert [one.user_name for one in found] == expected, text
        assert total == len(expected)

    agree()
    assert clock.day(dt.datetime(2026, 11, 20, tzinfo=dt.UTC)) == ON


@pytest.mark.parametrize("by", ["userName", "emails", "name.familyName", "meta.created", f"{_OFFICER}:designation"])
@pytest.mark.parametrize("direction", ["ascending", "descending"])
def test_sorting_is_that_of_the_reference(population, by, direction):
    request = SearchRequest[OfficerUser](sort_by=by, sort_order=direction)
    _total, found = users(population, request, ON, "", 0, 200)
    keys = [request.sort_value(one) for one in found]
    assert keys == [request.sort_value(one) for one in request.sort(found)]
