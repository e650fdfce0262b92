"""The sheet with which an act on many begins."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from karmayogi.ui.api import SheetForm


def test_a_sheet_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    file = SimpleUploadedFile("many.csv", b"x" * 11)
    monkeypatch.setattr(SimpleUploadedFile, "read", lambda *_: pytest.fail("read"))
    monkeypatch.setattr("karmayogi.ui.acts.MOST_BYTES", 10)
    form = SheetForm({}, {"file": file})
    assert form.errors["file"] == ["The file is larger than 10 MB. Split it, or remove pictures and unused sheets."]
