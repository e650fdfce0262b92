"""The administration page."""

from django.urls import reverse


def test_administration_is_there_only_with_an_authority(browse, cast):
    page = reverse("portal:administration")
    assert browse(page, cast.learner).status_code == 404
    text = browse(page, cast.admin).content.decode()
    assert reverse("orgs:index") in text
    assert reverse("insight:mine") in text
    assert reverse("orgs:merges") not in text
