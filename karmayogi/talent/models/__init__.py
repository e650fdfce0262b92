from karmayogi.talent.models.digest import Digest, DigestWish, PushNote, Reminded, SmsNote, SmsTemplate
from karmayogi.talent.models.feed import Feed, FeedBatch, FeedLine
from karmayogi.talent.models.year import Absence, Allowance, AppraisalOrder, AppraisalYear, Contest

__all__ = [
    "Absence", "Allowance", "AppraisalOrder", "AppraisalYear", "Contest", "Digest", "DigestWish", "Feed", "FeedBatch",
    "FeedLine", "PushNote", "Reminded", "SmsNote", "SmsTemplate",
]  # fmt: skip
