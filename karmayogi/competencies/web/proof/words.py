"""Statuses, kinds of proof and deeds of this area in the reader's words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karmayogi.competencies.queries.proof.descriptors import descriptors_for
from karmayogi.competencies.queries.proof.policies import PolicyRow
from karmayogi.competencies.types import LevelWords, Reason, Source


def levels_in_words(competency_id: int) -> tuple[LevelWords, ...]:
    """The five levels of that competency in the reader's language."""
    language = get_language() or "en"
    return descriptors_for(competency_id, language if language in ("hi", "ur") else "en")


def kind_in_words(source: str) -> str:
    """What a proof of that source is called on pages about proofs."""
    return {
        Source.SELF: _("Self-rating"),
        Source.PEER: _("Colleagues (360)"),
        Source.SUBORDINATE: _("Team members (360)"),
        Source.SUPERVISOR: _("Supervisor's rating"),
        Source.COURSE_TEST: _("Course test"),
        Source.INDEPENDENT_TEST: _("Independent test"),
        Source.OBSERVATION: _("Observation on the job"),
        Source.WORK_PRODUCT: _("Piece of work"),
        Source.PRIOR_LEARNING: _("Prior learning"),
        Source.EXTERNAL_CERTIFICATE: _("Certificate from elsewhere"),
    }[Source(source)]


def status_in_words(status: str) -> tuple[str, str]:
    """(words, tone of the tag) of a claim."""
    return {
        "waiting": (_("waits for a judgement"), "info"),
        "accepted": (_("accepted"), "ok"),
        "declined": (_("declined"), "bad"),
        "taken_back": (_("taken back"), "warn"),
    }[status]


def check_in_words(result: str) -> str:
    """What was found of an uploaded credential."""
    return {
        "": "",
        "genuine": _("The signature holds: the issuer has signed exactly this."),
        "unchecked": _("The signature cannot be checked here; look at the file with care."),
    }.get(result, "")


def round_in_words(status: str) -> tuple[str, str]:
    return {
        "open": (_("open"), "info"),
        "closing": (_("closed, being counted"), "warn"),
        "published": (_("published"), "ok"),
    }[status]


def bare_reason(reason: Reason) -> str:
    """A reason without day and instrument, for examples that must not tell whose they are."""
    values = {"level": reason.level, "kind": kind_in_words(reason.source), "weight": round(reason.weight * 100)}
    return {
        "counts": _("%(kind)s at level %(level)s counts %(weight)s of 100."),
        "faded": _("%(kind)s at level %(level)s counts only %(weight)s of 100, too little alone."),
        "outweighed": _("%(kind)s at level %(level)s speaks against a higher one."),
        "claim": _("%(kind)s at level %(level)s shows nothing alone."),
    }[reason.kind] % values


def basis_in_words(row: PolicyRow) -> str:
    """Why a policy has its numbers: what its author wrote; the first one came with the product."""
    if row.made_by_id is None:
        return _("The numbers with which the level engine began (decision 0006).")
    return row.basis


def deed(tag: str) -> str:
    """Slot "people.deeds": what an entry of the audit trail says was done; "" for others' tags."""
    return {
        "competencies:evidence:record": _("Recorded evidence of a competency"),
        "competencies:evidence:withdraw": _("Withdrew evidence of a competency"),
        "competencies:evidence:hold": _("Evidence of a competency is not confirmed"),
        "competencies:evidence:release": _("Evidence of a competency is confirmed again"),
        "competencies:evidence:contest": _("Contested a row of evidence"),
        "competencies:gaps:see": _("Saw who has still to show a competency"),
        "competencies:readiness:see": _("Saw who is ready for a post or a scheme"),
        "competencies:contest:raise": _("A contest was not decided in time and went up to the office above"),
        "competencies:contest:uphold": _("Decided on a contest: the row is withdrawn"),
        "competencies:contest:dismiss": _("Decided on a contest: the row counts"),
        "competencies:proof:claim": _("Handed in a proof of a competency"),
        "competencies:proof:take_back": _("Took a proof back"),
        "competencies:proof:accept": _("Accepted a proof of a competency"),
        "competencies:proof:decline": _("Declined a proof of a competency"),
        "competencies:proof:open": _("Opened the file of a proof"),
        "competencies:round:open": _("Opened a 360 round"),
        "competencies:round:answer": _("Answered a question of a 360 round"),
        "competencies:round:close": _("Closed a 360 round"),
        "competencies:round:publish": _("Published a 360 round"),
        "competencies:policy:draft": _("Drafted a policy of levels"),
        "competencies:policy:publish": _("Published a policy of levels"),
        "competencies:instrument:register": _("Registered an instrument"),
        "competencies:instrument:withdraw": _("Withdrew an instrument"),
        "competencies:instrument:reinstate": _("Put an instrument in use again"),
        "competencies:evidence:reinstate": _("Let evidence of a competency count again"),
    }.get(tag, "")
