"""What other packages may call of competencies."""

from karmayogi.competencies.actions.gaps.create_scheme import create_scheme
from karmayogi.competencies.actions.import_framework import import_kcm, import_profiles, shipped_designations
from karmayogi.competencies.actions.proof.masters import ensure_proof_masters
from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.actions.withdraw_evidence import withdraw_evidence
from karmayogi.competencies.actions.workbench.draft_order import draft_order
from karmayogi.competencies.actions.workbench.names import fill_dictionaries
from karmayogi.competencies.actions.workbench.review_order import approve as approve_order
from karmayogi.competencies.actions.workbench.review_order import submit as submit_order
from karmayogi.competencies.queries.competencies import by_codes, by_ids, every
from karmayogi.competencies.queries.evidence import evidence_of
from karmayogi.competencies.queries.gaps.on_day import gaps_against, levels_on
from karmayogi.competencies.queries.gaps.then import gaps_then
from karmayogi.competencies.queries.gaps.wanted import aim, aims, wants
from karmayogi.competencies.queries.levels import gaps_of, gaps_of_many, levels_of
from karmayogi.competencies.queries.profile import profile_for, requirements_for
from karmayogi.competencies.queries.proof.files import proof_files_of

__all__ = [
    "aim",
    "aims",
    "approve_order",
    "by_codes",
    "by_ids",
    "create_scheme",
    "draft_order",
    "ensure_proof_masters",
    "every",
    "evidence_of",
    "fill_dictionaries",
    "gaps_against",
    "gaps_of",
    "gaps_of_many",
    "gaps_then",
    "import_kcm",
    "import_profiles",
    "levels_of",
    "levels_on",
    "profile_for",
    "proof_files_of",
    "record_evidence",
    "requirements_for",
    "shipped_designations",
    "submit_order",
    "wants",
    "withdraw_evidence",
]
