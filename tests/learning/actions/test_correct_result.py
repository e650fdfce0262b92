import uuid

from karmayogi.learning import api as learning
from karmayogi.learning.models import PartProgress
from tests.assessment.conftest import asha, course, outsider, own_files, part  # noqa: F401


def told(asha, part):  # noqa: F811
    quiz = learning.part_for_quiz(part, asha.player.person_id)
    return quiz.score, quiz.state


def test_the_best_score_goes_down_but_a_pass_stays(asha, part):  # noqa: F811
    terms = {"person_id": asha.player.person_id, "part_uuid": part, "attempt_uuid": uuid.uuid4(), "at": asha.at}
    learning.record_result(passed=False, score=40, **terms)
    learning.correct_result(score=20, **terms)
    assert told(asha, part) == (20, "opened")
    learning.record_result(passed=True, score=80, **terms)
    learning.correct_result(score=20, **terms)
    assert told(asha, part) == (80, "done")
    assert PartProgress.objects.get().attempt_uuid == terms["attempt_uuid"]
