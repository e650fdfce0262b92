import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from karmayogi.kernel.access import Role
from karmayogi.orgs.web.actor import ActorMiddleware


@pytest.fixture
def ask(at):
    """The request as a view sees it, sent with this session key."""

    def send(key):
        seen = []
        request = RequestFactory().get("/")
        request.at = at
        if key:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = key
        ActorMiddleware(lambda inner: seen.append(inner) or HttpResponse())(request)
        return seen[0]

    return send


def test_the_actor_is_found_in_one_query_and_once(cast, at, ask, django_assert_num_queries):
    request = ask(cast.admin.cookie(at))
    with django_assert_num_queries(1):
        actor = request.actor
    with django_assert_num_queries(0):
        assert request.actor is actor
    assert actor.person_id == cast.admin.person_id
    assert actor.may(cast.section.path, Role.MDO_ADMIN)
    assert not actor.may(cast.other_ministry.path, Role.MDO_ADMIN)


@pytest.mark.parametrize("key", ["", "nonsense", "x" * 32])
def test_a_stranger_is_nobody(db, ask, key):
    assert ask(key).actor is None


def test_a_page_that_never_asks_costs_no_query(cast, at, ask, django_assert_num_queries):
    key = cast.learner.cookie(at)
    with django_assert_num_queries(0):
        ask(key)
