from karmayogi.assessment.models.attempts import Attempt, AttemptItem, LateAnswer
from karmayogi.assessment.models.banks import Bank, BankItem, Sitting, SittingItem
from karmayogi.assessment.models.forms import Equating
from karmayogi.assessment.models.integrity import (
    DeviceTrace,
    IntegrityRate,
    IntegrityRun,
    IntegritySignal,
    Recheck,
    RecheckQuestion,
)
from karmayogi.assessment.models.invited import Candidate, CandidatePlea, PublicTest
from karmayogi.assessment.models.items import (
    Item,
    ItemText,
    Option,
    OptionText,
    Paper,
    PaperCell,
    PaperItem,
    PaperSection,
    Practice,
    PracticeItem,
)
from karmayogi.assessment.models.marking import AgreedMark, Marking
from karmayogi.assessment.models.proctored import ProctoredSitting, Seat, SittingProctor
from karmayogi.assessment.models.requests import AttemptRequest
from karmayogi.assessment.models.sealed import SealedPaper
from karmayogi.assessment.models.venue import VenueDuty, VenueLine, VenuePaper, VenueSeal
from karmayogi.assessment.models.withdrawals import ItemWithdrawal, Rescore, SittingRescore
from karmayogi.assessment.models.yearly import YearlyCourse, YearlyTest

__all__ = [
    "AgreedMark",
    "Attempt",
    "AttemptItem",
    "AttemptRequest",
    "Bank",
    "BankItem",
    "Candidate",
    "CandidatePlea",
    "DeviceTrace",
    "Equating",
    "IntegrityRate",
    "IntegrityRun",
    "IntegritySignal",
    "Item",
    "ItemText",
    "ItemWithdrawal",
    "LateAnswer",
    "Marking",
    "Option",
    "OptionText",
    "Paper",
    "PaperCell",
    "PaperItem",
    "PaperSection",
    "Practice",
    "PracticeItem",
    "ProctoredSitting",
    "PublicTest",
    "Recheck",
    "RecheckQuestion",
    "Rescore",
    "SealedPaper",
    "Seat",
    "Sitting",
    "SittingItem",
    "SittingProctor",
    "SittingRescore",
    "VenueDuty",
    "VenueLine",
    "VenuePaper",
    "VenueSeal",
    "YearlyCourse",
    "YearlyTest",
]
