"""Addresses that other packages link to."""

import uuid

from django.urls import reverse


def quiz_url(part_uuid: uuid.UUID) -> str:
    """The first page of the test of that part."""
    return reverse("assessment:start", args=[part_uuid])
