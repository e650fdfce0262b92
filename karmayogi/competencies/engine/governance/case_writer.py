"""A published version as IMS CASE 1.0 objects: document, items, associations, rubric, definitions. Pure.

Areas, themes and competencies are items under one another. Hindi and Urdu are items of their own, tied by
isTranslationOf. Level descriptors are a rubric with a criterion for each competency. Identifiers never change: those
that we do not store are derived (uuid version 5) from the framework's.
"""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from karmayogi.competencies.engine.governance.wording import Wording

AREA, THEME, COMPETENCY = "Competency area", "Competency theme", "Competency"
AREAS = {
    "behavioural": ("Behavioural", "व्यवहारगत", "طرزِ عمل سے متعلق"),
    "functional": ("Functional", "कार्यात्मक", "عملی"),
    "domain": ("Domain", "विषय-क्षेत्रीय", "شعبہ جاتی"),
}
LEVELS = ("Basic", "Proficient", "Advanced", "Expert", "Ustad")


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """What the framework and its version say about themselves. root: address of the service, without a slash."""

    uuid: uuids.UUID
    code: str
    name: str
    creator: str
    publisher: str
    summary: str
    attribution: str
    source_uri: str
    licence: str
    licence_uri: str
    version: str
    published_at: dt.datetime
    root: str


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A competency of the version. replaced_by: what stands in its place."""

    uuid: uuids.UUID
    code: str
    wording: Wording
    in_use: bool = True
    replaced_by: uuids.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """An accepted crosswalk to an item of another framework. kind: a CASE association type."""

    origin: uuids.UUID
    target: uuids.UUID
    target_title: str
    kind: str


class Package:
    """Builds every object of one document once; `whole()` is the CFPackage."""

    def __init__(self, document: Document, entries: Sequence[Entry], links: Sequence[Link] = ()) -> None:
        self.about = document
        self.changed = document.published_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        self.items: dict[str, dict[str, Any]] = {}
        self.associations: dict[str, dict[str, Any]] = {}
        self._definitions()
        for place, entry in enumerate(entries, 1):
            self._competency(entry, place)
        titles = {item["identifier"]: item["abbreviatedStatement"] for item in self.items.values()}
        for entry in entries:
            if entry.replaced_by is not None:
                after = str(entry.replaced_by)
                self._associate("replacedBy", str(entry.uuid), after, titles.get(after, ""))
        for link in links:
            self._associate(link.kind, str(link.origin), str(link.target), link.target_title)
        self.rubrics = self._rubrics([entry for entry in entries if entry.wording.descriptors])

    def document(self) -> dict[str, Any]:
        about = self.about
        found = {
            "identifier": str(about.uuid),
            "uri": self._uri("CFDocuments", about.uuid),
            "creator": about.creator,
            "title": about.name,
            "lastChangeDateTime": self.changed,
            "officialSourceURL": about.source_uri,
            "publisher": about.publisher,
            "description": about.summary,
            "language": "en",
            "version": about.version,
            "adoptionStatus": "Adopted",
            "statusStartDate": about.published_at.date().isoformat(),
            "notes": about.attribution,
            "CFPackageURI": self._link("CFPackages", about.uuid, about.name),
        }
        if self.licence:
            found["licenseURI"] = self._link("CFLicenses", self.licence["identifier"], self.licence["title"])
        return {name: value for name, value in found.items() if value}

    def whole(self) -> dict[str, Any]:
        return {
            "CFDocument": self.document(),
            "CFItems": list(self.items.values()),
            "CFAssociations": list(self.associations.values()),
            "CFDefinitions": {
                "CFConcepts": list(self.concepts.values()),
                "CFSubjects": [],
                "CFLicenses": [self.licence] if self.licence else [],
                "CFItemTypes": list(self.types.values()),
                "CFAssociationGroupings": [],
            },
            "CFRubrics": self.rubrics,
        }

    def _definitions(self) -> None:
        about = self.about
        self.concepts: dict[str, dict[str, Any]] = {}
        self.types = {
            title: {
                "identifier": str(uuids.uuid5(about.uuid, f"type:{title}")),
                "uri": self._uri("CFItemTypes", uuids.uuid5(about.uuid, f"type:{title}")),
                "title": title,
                "description": title,
                "hierarchyCode": str(place),
                "lastChangeDateTime": self.changed,
            }
            for place, title in enumerate((AREA, THEME, COMPETENCY), 1)
        }
        licence = uuids.uuid5(about.uuid, f"licence:{about.licence}")
        self.licence: dict[str, Any] | None = None
        if about.licence:
            self.licence = {
                "identifier": str(licence),
                "uri": self._uri("CFLicenses", licence),
                "title": about.licence,
                "description": about.licence_uri or about.licence,
                "licenseText": about.attribution or about.licence_uri or about.licence,
                "lastChangeDateTime": self.changed,
            }

    def _competency(self, entry: Entry, place: int) -> None:
        said = entry.wording
        area = self._node(
            uuids.uuid5(self.about.uuid, f"area:{said.area}"), AREA, said.area, AREAS[said.area], ("", "", ""),
            list(AREAS).index(said.area) + 1, str(self.about.uuid),
        )  # fmt: skip
        theme = self._node(
            uuids.uuid5(self.about.uuid, f"theme:{said.area}:{said.theme_number}:{said.theme_en}"), THEME,
            str(said.theme_number), (said.theme_en, said.theme_hi, said.theme_ur), ("", "", ""), said.theme_number,
            area,
        )  # fmt: skip
        self._node(
            entry.uuid, COMPETENCY, entry.code, (said.name_en, said.name_hi, said.name_ur),
            (said.gloss_en, said.gloss_hi, ""), place, theme,
        )  # fmt: skip
        item = self.items[str(entry.uuid)]
        words = [self._concept(kind, value) for kind, value in (("group", said.group), ("guna", said.guna)) if value]
        if words:
            item["conceptKeywords"] = words
        if not entry.in_use:
            item["statusEndDate"] = self.about.published_at.date().isoformat()

    def _node(
        self,
        uuid: uuids.UUID,
        kind: str,
        code: str,
        names: tuple[str, str, str],
        glosses: tuple[str, str, str],
        place: int,
        parent: str,
    ) -> str:
        """An item with its translations and its place under `parent`; written once."""
        key = str(uuid)
        if key in self.items:
            return key
        for language, name, gloss in zip(("en", "hi", "ur"), names, glosses, strict=True):
            if not name:
                continue
            own = uuid if language == "en" else uuids.uuid5(uuid, language)
            self.items[str(own)] = {
                "identifier": str(own),
                "uri": self._uri("CFItems", own),
                "fullStatement": gloss or name,
                "abbreviatedStatement": name,
                "humanCodingScheme": code,
                "listEnumeration": str(place),
                "language": language,
                "CFItemType": kind,
                "CFItemTypeURI": self._link("CFItemTypes", self.types[kind]["identifier"], kind),
                "CFDocumentURI": self._link("CFDocuments", self.about.uuid, self.about.name),
                "lastChangeDateTime": self.changed,
            }
            if language != "en":
                self._associate("isTranslationOf", str(own), key, names[0])
        self._associate("isChildOf", key, parent, "", place)
        return key

    def _concept(self, kind: str, value: str) -> str:
        uuid = uuids.uuid5(self.about.uuid, f"{kind}:{value}")
        self.concepts[value] = {
            "identifier": str(uuid),
            "uri": self._uri("CFConcepts", uuid),
            "title": value,
            "keywords": kind,
            "hierarchyCode": kind,
            "lastChangeDateTime": self.changed,
        }
        return value

    def _associate(self, kind: str, origin: str, target: str, title: str, place: int | None = None) -> None:
        uuid = uuids.uuid5(self.about.uuid, f"{kind}:{origin}:{target}")
        document = target == str(self.about.uuid)
        mine = self.items.get(target, {}).get("abbreviatedStatement", "")
        self.associations[str(uuid)] = {
            "identifier": str(uuid),
            "associationType": kind,
            **({"sequenceNumber": place} if place is not None else {}),
            "uri": self._uri("CFAssociations", uuid),
            "originNodeURI": self._link("CFItems", origin, self.items[origin]["abbreviatedStatement"]),
            "destinationNodeURI": self._link(
                "CFDocuments" if document else "CFItems", target, self.about.name if document else mine or title
            ),
            "CFDocumentURI": self._link("CFDocuments", self.about.uuid, self.about.name),
            "lastChangeDateTime": self.changed,
        }

    def _rubrics(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        if not entries:
            return []
        rubric = uuids.uuid5(self.about.uuid, "rubric")
        return [
            {
                "identifier": str(rubric),
                "uri": self._uri("CFRubrics", rubric),
                "title": f"Levels of {self.about.name}",
                "lastChangeDateTime": self.changed,
                "CFRubricCriteria": [self._criterion(rubric, entry, place) for place, entry in enumerate(entries, 1)],
            }
        ]

    def _criterion(self, rubric: uuids.UUID, entry: Entry, place: int) -> dict[str, Any]:
        uuid = uuids.uuid5(entry.uuid, "criterion")
        return {
            "identifier": str(uuid),
            "uri": self._uri("CFRubrics", rubric),
            "category": entry.wording.theme_en,
            "description": entry.wording.name_en,
            "CFItemURI": self._link("CFItems", entry.uuid, entry.wording.name_en),
            "position": place,
            "rubricId": str(rubric),
            "lastChangeDateTime": self.changed,
            "CFRubricCriterionLevels": list(self._levels(rubric, uuid, entry.wording.descriptors)),
        }

    def _levels(
        self, rubric: uuids.UUID, criterion: uuids.UUID, texts: Mapping[int, tuple[str, str, str]]
    ) -> Iterator[dict[str, Any]]:
        for level, by_language in sorted(texts.items()):
            for language, text in zip(("en", "hi", "ur"), by_language, strict=True):
                if text:
                    yield {
                        "identifier": str(uuids.uuid5(criterion, f"{level}:{language}")),
                        "uri": self._uri("CFRubrics", rubric),
                        "description": text,
                        "quality": f"{LEVELS[level - 1]} ({language})",
                        "score": level,
                        "position": level,
                        "rubricCriterionId": str(criterion),
                        "lastChangeDateTime": self.changed,
                    }

    def _uri(self, kind: str, uuid: object) -> str:
        return f"{self.about.root}/{kind}/{uuid}"

    def _link(self, kind: str, uuid: object, title: str) -> dict[str, str]:
        return {"title": title, "identifier": str(uuid), "uri": self._uri(kind, uuid)}
