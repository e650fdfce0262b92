"""What other packages may call of assessment.

Slots of learning that it fills: `learning.import_questions` and `learning.quiz_url`.
"""

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.import_questions import import_questions

__all__ = ["close_overdue", "import_questions"]
