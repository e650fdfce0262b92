"""What other packages may call of capacity."""

from karmayogi.capacity.actions.adopt import adopt
from karmayogi.capacity.actions.batches import GivenBatch, save_batch
from karmayogi.capacity.actions.budget import Money, save_line
from karmayogi.capacity.actions.count_needs import count_needs
from karmayogi.capacity.actions.decide_plan import agree_plan, approve_plan, publish_plan
from karmayogi.capacity.actions.draft_plan import draft_plan, save_annex
from karmayogi.capacity.actions.form_unit import add_member, form_unit
from karmayogi.capacity.actions.interventions import Given, add_answer, add_entry, save_intervention, set_course
from karmayogi.capacity.actions.make_mandate import make_mandate
from karmayogi.capacity.actions.read_paper import add_paper, decide_quote
from karmayogi.capacity.actions.review_quarter import Said, review_quarter
from karmayogi.capacity.actions.scenarios import Wanted, save_scenario
from karmayogi.capacity.actions.solve_scenario import solve_scenario
from karmayogi.capacity.actions.spend import counter_entry, spend
from karmayogi.capacity.actions.stress_test import ask_stress_test
from karmayogi.capacity.actions.survey import answer_survey, close_survey, open_survey
from karmayogi.capacity.actions.ties import tie_owner, tie_provider
from karmayogi.capacity.actions.weigh import import_survey, set_importance
from karmayogi.capacity.queries.answered import plans_that_answer
from karmayogi.capacity.queries.needs import ranking

__all__ = [
    "Given", "GivenBatch", "Money", "Said", "Wanted", "add_answer", "add_entry", "add_member", "add_paper",
    "adopt", "agree_plan", "answer_survey", "approve_plan", "ask_stress_test", "close_survey", "count_needs",
    "counter_entry", "decide_quote", "draft_plan", "form_unit", "import_survey", "make_mandate",
    "open_survey", "plans_that_answer", "publish_plan", "ranking", "review_quarter", "save_annex",
    "save_batch", "save_intervention", "save_line", "save_scenario", "set_course", "set_importance",
    "solve_scenario", "spend", "tie_owner", "tie_provider",
]  # fmt: skip
