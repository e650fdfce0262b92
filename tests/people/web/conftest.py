import re

import pytest

from tests.people.conftest import PASSWORD


@pytest.fixture
def signed_in(client, account):
    """A browser in which Asha is signed in."""
    client.post("/people/sign-in/", {"login": "asha.rao@gov.in", "password": PASSWORD})
    return client


@pytest.fixture
def sure(signed_in):
    """…and has just given her password once more."""
    signed_in.post("/people/sign-in/again/", {"password": PASSWORD})
    return signed_in


@pytest.fixture
def sms_folder(tmp_path, settings):
    settings.VAR = tmp_path
    return tmp_path / "sms"


@pytest.fixture
def link_in(run_jobs):
    """The path of the first link of ours in a text."""

    def find(text: str) -> str:
        found = re.search(r"https?://[^/\s]+(/\S+)", text)
        assert found, text
        return found[1]

    return find
