import pytest
from django.conf import settings
from django.test import Client

from karmayogi.kernel import clock


@pytest.fixture
def browser(cast, at, frozen_time):
    """A browser in which a member of the cast is signed in."""

    def of(player):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    return of


@pytest.fixture
def jobs_now(run_jobs, at):
    def run():
        with clock.frozen(at):
            return run_jobs()

    return run
