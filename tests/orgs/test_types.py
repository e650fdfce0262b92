"""What orgs says to other packages is what its tables hold."""

from karmayogi.orgs.models import Incumbency
from karmayogi.orgs.types import APPOINTMENTS


def test_every_way_to_hold_a_post_is_named():
    assert set(APPOINTMENTS) == set(Incumbency.Kind.values)
