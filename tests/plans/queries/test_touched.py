from karmayogi.competencies.queries.governance.effect import effect
from karmayogi.kernel import rows


def test_a_proposal_counts_the_orders_that_ask_for_its_competency(desk, at):
    rows.run("set local session_replication_role = replica")  # the framework behind the numbers is nothing to us
    desk.live(wants="level", needed=2, competency_id=1)
    assert effect([1], at.date()).above["plans"] == 1
    assert "plans" not in effect([2], at.date()).above
