"""What other packages may call of competencies.

Slot that others fill: `competencies.asks` (callables(request) -> [(label, count, address)]: what else waits for the
reader, on the page "What waits for me").
"""

from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.gaps.create_scheme import create_scheme
from karmayogi.competencies.actions.governance.create_framework import create_framework
from karmayogi.competencies.actions.governance.crosswalk import decide_link, suggest_links
from karmayogi.competencies.actions.governance.imports.kind import import_framework
from karmayogi.competencies.actions.governance.propose import Item as ProposalItem
from karmayogi.competencies.actions.governance.propose import propose as propose_change
from karmayogi.competencies.actions.governance.publish_version import publish_version
from karmayogi.competencies.actions.governance.review import comment_on as comment_on_change
from karmayogi.competencies.actions.governance.review import review as review_change
from karmayogi.competencies.actions.hold_evidence import hold_evidence, release_evidence
from karmayogi.competencies.actions.import_framework import import_kcm, import_profiles, shipped_designations
from karmayogi.competencies.actions.proof.answer_question import answer_question
from karmayogi.competencies.actions.proof.masters import ensure_proof_masters
from karmayogi.competencies.actions.proof.open_round import open_round
from karmayogi.competencies.actions.proof.publish_round import close_round
from karmayogi.competencies.actions.record_evidence import recompute as recompute_level
from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.actions.withdraw_evidence import withdraw_evidence
from karmayogi.competencies.actions.workbench.draft_order import draft_order
from karmayogi.competencies.actions.workbench.names import fill_dictionaries
from karmayogi.competencies.actions.workbench.review_order import approve as approve_order
from karmayogi.competencies.actions.workbench.review_order import submit as submit_order
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.competencies.queries.competencies import by_codes, by_ids, every
from karmayogi.competencies.queries.evidence import evidence_of
from karmayogi.competencies.queries.gaps.lacking import lacking
from karmayogi.competencies.queries.gaps.needed import needs_by_designation
from karmayogi.competencies.queries.gaps.on_day import gaps_against, levels_on
from karmayogi.competencies.queries.gaps.then import gaps_then
from karmayogi.competencies.queries.gaps.wanted import aim, aims, wanted_then, wants
from karmayogi.competencies.queries.governance.crosswalk import links_between
from karmayogi.competencies.queries.governance.frameworks import frameworks
from karmayogi.competencies.queries.levels import gaps_of, gaps_of_many, levels_of
from karmayogi.competencies.queries.profile import profile_for, requirements_for
from karmayogi.competencies.queries.proof.descriptors import descriptors_for
from karmayogi.competencies.queries.proof.files import proof_files_of
from karmayogi.competencies.queries.proof.instruments import instrument_in_use
from karmayogi.competencies.queries.proof.rounds import questions_for

__all__ = [
    "ProposalItem",
    "Wording",
    "aim",
    "aims",
    "answer_question",
    "approve_order",
    "by_codes",
    "by_ids",
    "close_round",
    "comment_on_change",
    "contest_evidence",
    "create_framework",
    "create_scheme",
    "decide_link",
    "descriptors_for",
    "draft_order",
    "ensure_proof_masters",
    "every",
    "evidence_of",
    "fill_dictionaries",
    "frameworks",
    "gaps_against",
    "gaps_of",
    "gaps_of_many",
    "gaps_then",
    "hold_evidence",
    "import_framework",
    "import_kcm",
    "import_profiles",
    "instrument_in_use",
    "lacking",
    "levels_of",
    "levels_on",
    "links_between",
    "needs_by_designation",
    "open_round",
    "profile_for",
    "proof_files_of",
    "propose_change",
    "publish_version",
    "questions_for",
    "recompute_level",
    "record_evidence",
    "release_evidence",
    "requirements_for",
    "review_change",
    "shipped_designations",
    "submit_order",
    "suggest_links",
    "wanted_then",
    "wants",
    "withdraw_evidence",
]
