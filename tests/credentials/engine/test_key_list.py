"""The published keys are read back as they were written; anything else is no list of keys."""

import datetime as dt
import json

import pytest

from karmayogi.credentials.engine import key_list
from karmayogi.credentials.types import PublishedKey

PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SINCE = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
KEYS = [PublishedKey("k-2", PUBLIC, SINCE, None), PublishedKey("k-1", PUBLIC, SINCE - dt.timedelta(days=365), SINCE)]


def test_there_and_back():
    text = json.dumps(key_list.write("did:web:learn.example", KEYS))
    assert key_list.read(text) == ("did:web:learn.example", {key.kid: key for key in KEYS})


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"issuer": "i", "keys": [{"kid": "k"}]}', '{"issuer":"i","keys":[1]}']
)
def test_what_is_no_list(text):
    with pytest.raises(ValueError):
        key_list.read(text)
