"""The files that a person handed in as proof."""

import dataclasses
import uuid

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class ProofFile:
    """proof: its uuid, as in the list of proofs. sha256: of the content in the file store."""

    proof: uuid.UUID
    name: str
    sha256: str


def proof_files_of(person_id: int) -> list[ProofFile]:
    """In the order in which they were handed in."""
    return rows.fetch(
        ProofFile,
        """
        select p.uuid, p.file_name, f.sha256 from competencies_proof p join kernel_storedfile f on f.id = p.file_id
        where p.person_id = %s order by p.id
        """,
        [person_id],
    )
