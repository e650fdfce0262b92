from karmayogi.assessment.models.attempts import Attempt, AttemptItem, LateAnswer
from karmayogi.assessment.models.items import Item, ItemText, Option, OptionText, Paper, PaperItem

__all__ = [
    "Attempt",
    "AttemptItem",
    "Item",
    "ItemText",
    "LateAnswer",
    "Option",
    "OptionText",
    "Paper",
    "PaperItem",
]
