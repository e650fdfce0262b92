from karmayogi.assessment.models.attempts import Attempt, AttemptItem, LateAnswer
from karmayogi.assessment.models.items import (
    Item,
    ItemText,
    Option,
    OptionText,
    Paper,
    PaperCell,
    PaperItem,
    PaperSection,
)
from karmayogi.assessment.models.requests import AttemptRequest
from karmayogi.assessment.models.sealed import SealedPaper

__all__ = [
    "Attempt",
    "AttemptItem",
    "AttemptRequest",
    "Item",
    "ItemText",
    "LateAnswer",
    "Option",
    "OptionText",
    "Paper",
    "PaperCell",
    "PaperItem",
    "PaperSection",
    "SealedPaper",
]
