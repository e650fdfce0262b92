import json
import uuid

import pytest

from karmayogi.learning.engine.offline.line import digest, is_signed, link, read
from tests.learning.phone import Key

PHONE = Key()
SAID = {
    "id": str(uuid.UUID(int=1)), "device": str(uuid.UUID(int=2)), "seq": 1, "prev": "", "pack": str(uuid.UUID(int=3)),
    "part": str(uuid.UUID(int=4)), "kind": "done", "seconds": 5, "position": 100, "clock": 0, "since": 0, "stamp": "x",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{"kind": "passed"}, {"post": {"answer": "1"}}, {"seq": 0}, {"seconds": -1}, {"seconds": 10**7}, {"more": 1},
     {"prev": "zz"}, {"id": "1"},
     {"clock": 1e300}, {"stamp": "x" * 3000}, {"post": {"f1": ["x" * 7000]}}, {"prev": "a" * 64 + "\n"}],
)  # fmt: skip
def test_only_such_a_line_is_read(change):
    assert read(json.dumps(SAID)) is not None
    assert read(json.dumps(SAID | change)) is None


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "\ud800", "[" * 1500])
def test_rubbish_is_no_line_and_has_a_digest(text):
    assert read(text) is None
    assert len(link(text)) == len(digest(text, "")) == 64


def test_a_signature_is_good_for_its_text_and_key_alone():
    text = json.dumps(SAID)
    signature = PHONE.sign(text)
    assert is_signed(text, signature, PHONE.public)
    assert not is_signed(text.replace("100", "99"), signature, PHONE.public)
    assert not is_signed(text, signature, Key().public)
    for wrong in ("", "AAAA", "é", "A" * 86, signature[:-4]):
        assert not is_signed(text, wrong, PHONE.public)
