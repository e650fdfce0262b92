"""What other packages may call of talent."""

from karmayogi.talent.actions.absences import enter_absence
from karmayogi.talent.actions.connect_feed import connect_feed
from karmayogi.talent.actions.contest import contest, decide_contest
from karmayogi.talent.actions.wishes import register_text
from karmayogi.talent.actions.write_year import OrderTerms, YearTerms, draft_year, enter_order, open_year

__all__ = [
    "OrderTerms", "YearTerms", "connect_feed", "contest", "decide_contest", "draft_year", "enter_absence",
    "enter_order", "open_year", "register_text",
]  # fmt: skip
