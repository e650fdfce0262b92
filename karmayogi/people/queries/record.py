"""Who did what with a person's record: the entries of the audit trail that concern her."""

from karmayogi.kernel import rows
from karmayogi.people.types import RecordEntry

PAGE = 50

_ENTRIES = """
select e.id, e.at, e.tag, e.agent_label, coalesce(by.name_native, ''), coalesce(e.account_id = %s::bigint, false),
  e.subject_kind, e.subject_uuid, e.subject_label, coalesce(about.name_native, ''), e.why
from kernel_auditentry e
left join people_account account on account.id = e.account_id
left join people_person by on by.id = account.person_id and by.name = e.agent_label
left join people_person about on e.subject_kind = 'person' and about.uuid = e.subject_uuid
  and about.name = e.subject_label
where e.concerns_id = %s and e.id < %s
order by e.id desc
limit %s
"""


def record_of(person_id: int, account_id: int, before: int | None = None) -> tuple[list[RecordEntry], int | None]:
    """Newest first, a page at a time; the second value is `before` of the next page, None on the last.

    account_id: of the reader, so that her own acts are told from others'.
    """
    found = rows.fetch(RecordEntry, _ENTRIES, [account_id, person_id, before or 2**63 - 1, PAGE + 1])
    more = len(found) > PAGE
    return found[:PAGE], found[PAGE - 1].id if more else None
