"""A verified profile is the same thing here and on the officer's own page."""

from karmayogi.feeds import api as feeds
from karmayogi.kernel import rows
from karmayogi.plans import api as plans


def test_a_verified_profile_is_what_feeds_says(desk, cast, at):
    asha = cast.learner.person_id
    desk.live(course=desk.course(), value=plans.Value("verified"))

    def here() -> bool:
        there = all(one.state == "verified" for one in feeds.verification_of(asha, at.date()))
        bound = bool(plans.list_of(asha, at.date()))
        assert bound == there
        return there

    assert here()
    rows.run("update people_account set mobile_verified_at = null where person_id = %s", [asha])
    assert not here()
    rows.run("update people_account set mobile_verified_at = %s where person_id = %s", [at, asha])
    feeds.ask_correction(actor=cast.learner.actor(at), field="group", value="A", at=at)
    assert not here()
