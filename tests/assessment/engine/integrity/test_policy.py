from karmayogi.assessment.engine.integrity.policy import IN_FORCE, POLICIES


def test_versions_are_their_keys_and_the_latest_is_in_force():
    assert all(number == policy.version for number, policy in POLICIES.items())
    assert IN_FORCE is POLICIES[max(POLICIES)]


def test_what_is_strong_is_weak_too_and_a_shared_device_leads_to_nothing_alone():
    for policy in POLICIES.values():
        assert policy.strong_pace < policy.weak_pace <= 1
        assert policy.strong_question < policy.weak_question
        assert policy.strong_chance < policy.weak_chance
        assert 0 < policy.recheck_needed <= policy.recheck_questions
        assert "shared_device" not in policy.rechecks
