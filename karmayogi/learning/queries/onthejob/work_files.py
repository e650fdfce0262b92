"""The files that a person handed in about learning at work."""

import dataclasses
import uuid as uuids

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class WorkFile:
    """of: uuid of the entry or the check, as in their lists. sha256: of the content in the file store."""

    of: uuids.UUID
    name: str
    sha256: str


def work_files_of(person_id: int) -> list[WorkFile]:
    return rows.fetch(
        WorkFile,
        """
        select e.uuid, e.file_name, f.sha256 from learning_jobentry e join kernel_storedfile f on f.id = e.file_id
        where e.person_id = %(person)s
        union all
        select k.uuid, 'try ' || t.number || case f.media_type when 'application/pdf' then '.pdf'
          when 'image/png' then '.png' else '.jpg' end, f.sha256 from learning_applicationcheck k
        join learning_applicationtry t on t.check_of_id = k.id join kernel_storedfile f on f.id = t.file_id
        where k.person_id = %(person)s
        order by 1, 2
        """,
        {"person": person_id},
    )
