"""Whether questions could be a pool, asked by learning while a test is still being drafted; nothing is written."""

from typing import Any

from karmayogi.assessment.actions.import_questions import in_words
from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.question_file import Fault
from karmayogi.kernel.access import Refused


def check_pool(questions: list[dict[str, Any]]) -> None:
    """Raises Refused in words for the first question that cannot be asked."""
    try:
        question_file.read(questions)
    except Fault as fault:
        raise Refused(in_words(fault)) from fault
