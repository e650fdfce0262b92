"""Published frameworks as IMS CASE 1.0 packages."""

import functools
import uuid as uuids

from django.conf import settings

from karmayogi.competencies.engine.governance.case_writer import Document, Entry, Link, Package
from karmayogi.competencies.engine.governance.wording import FIELDS, Wording
from karmayogi.competencies.queries.governance.frameworks import (
    FrameworkRow,
    descriptors_of,
    frameworks,
    statements,
    version_by_id,
)
from karmayogi.kernel import rows

_ASSOCIATIONS = {"exact": "exactMatchOf", "broader": "isPartOf", "narrower": "isRelatedTo", "related": "isRelatedTo"}


def published() -> list[FrameworkRow]:
    """What anybody may read."""
    return [one for one in frameworks() if one.version_id is not None]


def package_of(framework: FrameworkRow, root: str) -> Package:
    """The latest version. It never changes under its number, so it is built once for each process; links may."""
    assert framework.version_id is not None
    return _package(framework, root, tuple(_links(framework.id)))


@functools.lru_cache(maxsize=8)
def _package(framework: FrameworkRow, root: str, links: tuple[Link, ...]) -> Package:
    assert framework.version_id is not None
    version = version_by_id(framework.version_id)
    assert version.published_at is not None
    said = statements(version.id)
    texts = descriptors_of([row.id for row in said])
    document = Document(
        uuid=framework.uuid, code=framework.code, name=framework.name,
        creator=framework.publisher or framework.owner_en or settings.OWNER_NAME or framework.name,
        publisher=framework.publisher, summary=framework.summary, attribution=framework.attribution,
        source_uri=framework.source_uri, licence=framework.licence, licence_uri=framework.licence_uri,
        version=version.number, published_at=version.published_at, root=root,
    )  # fmt: skip
    entries = [
        Entry(
            row.uuid,
            row.code,
            Wording(**{name: getattr(row, name) for name in FIELDS}, descriptors=texts.get(row.id, {})),
            row.status == "published",
            row.replaced_by_uuid,
        )
        for row in said
    ]
    here = {entry.uuid for entry in entries}
    return Package(document, entries, [link for link in links if link.origin in here])


def _links(framework_id: int) -> list[Link]:
    return rows.fetch(
        lambda origin, target, title, relation: Link(origin, target, title, _ASSOCIATIONS[relation]),
        """
        select o.uuid, t.uuid, t.name_en, k.relation from competencies_crosswalklink k
        join competencies_competency o on o.id = k.origin_id
        join competencies_frameworkversion v on v.id = o.version_id and v.framework_id = %s
        join competencies_competency t on t.id = k.target_id
        where k.status = 'accepted' order by k.id
        """,
        [framework_id],
    )


def framework_with(uuid: uuids.UUID) -> FrameworkRow | None:
    """The published framework that is this document, or has this competency."""
    for one in published():
        if one.uuid == uuid:
            return one
    found = rows.scalar(
        "select v.framework_id from competencies_competency c join competencies_frameworkversion v"
        " on v.id = c.version_id where c.uuid = %s",
        [uuid],
    )
    return next((one for one in published() if one.id == found), None)
