import pytest
from hypothesis import given
from hypothesis import strategies as some

from karmayogi.credentials.engine.codes import LENGTH, PREFIX, canonical
from karmayogi.kernel import ids


def test_however_it_is_typed():
    code = ids.code(PREFIX, length=LENGTH)
    bare = code.removeprefix("KY-")
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} ", bare, bare.lower()):
        assert canonical(typed) == code
    assert canonical(code.replace("0", "O").replace("1", "l")) == code


def test_one_wrong_sign_is_noticed():
    code = "KY-" + ids.code(PREFIX, length=LENGTH).removeprefix("KY-")
    wrong = "X" if code[-1] != "X" else "Y"
    assert canonical(code[:-1] + wrong) is None


@pytest.mark.parametrize(
    "text", ["", "KY", "KY-", "KY-7F3K", "ABCD-EFGH-IJKL-MNOP-QRST", "KY-७F3K-9QMX-2C4D", "²²²²²²²²²²²²"]
)
def test_what_is_no_number(text):
    assert canonical(text) is None


@given(some.text(max_size=60))
def test_no_text_breaks_it(text):
    found = canonical(text)
    assert found is None or canonical(found) == found
