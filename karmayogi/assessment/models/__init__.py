from karmayogi.assessment.models.attempts import Attempt, AttemptItem, LateAnswer
from karmayogi.assessment.models.integrity import (
    DeviceTrace,
    IntegrityRate,
    IntegrityRun,
    IntegritySignal,
    Recheck,
    RecheckQuestion,
)
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

__all__ = [
    "Attempt",
    "AttemptItem",
    "AttemptRequest",
    "DeviceTrace",
    "IntegrityRate",
    "IntegrityRun",
    "IntegritySignal",
    "Item",
    "ItemText",
    "LateAnswer",
    "Option",
    "OptionText",
    "Paper",
    "PaperCell",
    "PaperItem",
    "PaperSection",
    "Recheck",
    "RecheckQuestion",
]
