import pytest

from karmayogi.ingest.engine.versions import version_of
from karmayogi.ingest.types import Version


@pytest.mark.parametrize("header", ["1.0", "1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.32", " 1.0.3 ", "1.0.3-rc1"])
def test_the_first(header):
    """1.0.3 Communication 3.3: "1.0." and anything is taken; "1.0" is 1.0.0."""
    assert version_of(header) is Version.V1


@pytest.mark.parametrize("header", ["2.0", "2.0.0", "2.0.1"])
def test_the_second(header):
    assert version_of(header) is Version.V2


@pytest.mark.parametrize(
    "header", [None, "", "0.9", "0.95", "1", "1.1", "1.1.0", "1.10", "2", "2.1.0", "3.0.0", "x", "1.0.x"]
)
def test_no_other(header):
    assert version_of(header) is None
