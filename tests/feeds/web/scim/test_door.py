"""The SCIM server as clients meet it: the public conformance tester, and the cases that it does not know."""

from scim2_tester import Status, check_server


def test_the_conformance_tester_finds_nothing_wrong(door):
    results = check_server(door.client)
    wrong = [f"{one.title}: {one.reason}" for one in results if one.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert wrong == []
    assert sum(one.status == Status.SUCCESS for one in results) > 60
