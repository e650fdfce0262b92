"""Somebody of the cast in front of a page."""

import pytest
from django.conf import settings

from karmayogi.kernel import clock


@pytest.fixture
def as_(client, at):
    """as_(player): the client signed in as somebody."""

    def call(player):
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    with clock.frozen(at):
        yield call
