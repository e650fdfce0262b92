"""Who did what with a person's record: the entries of the audit trail that concern her."""

from karmayogi.kernel import rows
from karmayogi.people.types import RecordEntry

PAGE = 50

_ENTRIES = """
select id, at, tag, agent_label, coalesce(account_id = %s::bigint, false), subject_label, why
from kernel_auditentry
where concerns_id = %s and id < %s
order by id desc
limit %s
"""


def record_of(person_id: int, account_id: int, before: int | None = None) -> tuple[list[RecordEntry], int | None]:
    """Newest first, a page at a time; the second value is `before` of the next page, None on the last.

    account_id: of the reader, so that her own acts are told from others'.
    """
    found = rows.fetch(RecordEntry, _ENTRIES, [account_id, person_id, before or 2**63 - 1, PAGE + 1])
    more = len(found) > PAGE
    return found[:PAGE], found[PAGE - 1].id if more else None
