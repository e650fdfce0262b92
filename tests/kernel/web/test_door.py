"""The guard of pages: a browser's methods, and only for whoever is signed in."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from karmayogi.kernel.access import SignInNeeded
from karmayogi.kernel.web.door import METHODS, signed_in


@signed_in
def page(request):
    return HttpResponse("hers")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_a_page_knows_no_other_method_than_a_browser_sends(method):
    request = getattr(RequestFactory(), method)("/")
    request.actor = SimpleNamespace()
    answer = page(request)
    assert answer.status_code == 405
    assert answer["Allow"] == ", ".join(METHODS)


def test_only_whoever_is_signed_in_gets_a_page():
    request = RequestFactory().get("/")
    request.actor = None
    with pytest.raises(SignInNeeded):
        page(request)
    request.actor = SimpleNamespace()
    assert page(request).content == b"hers"
