import pytest


@pytest.fixture
def browse(client, settings, at):
    """Opens a page as a player, or as nobody."""

    def call(address, who=None, **headers):
        client.cookies.clear()
        if who is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.get(address, headers=headers)

    return call
