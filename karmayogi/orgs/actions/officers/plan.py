"""The plan of an import of officers: what each row would do, compared with what is recorded."""

import csv
import dataclasses
import datetime as dt
import difflib
import functools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel import clock, files
from karmayogi.kernel.access import Refused
from karmayogi.kernel.bulk import Act, Planned
from karmayogi.orgs.actions.officers import words
from karmayogi.orgs.actions.officers.read_sheet import SheetRow, read_sheet
from karmayogi.orgs.engine import cells
from karmayogi.orgs.engine.officers import BY_KEY, COLUMNS, choose
from karmayogi.orgs.models import Designation
from karmayogi.orgs.policies import OVER_ORGANISATION
from karmayogi.orgs.queries.actors import authorities_of
from karmayogi.orgs.queries.designations import designations_by_name
from karmayogi.orgs.queries.officers import Known, known_by_contacts, vacant_seats
from karmayogi.orgs.queries.organisations import organisations
from karmayogi.orgs.types import DesignationRow, OrganisationRow
from karmayogi.people import api as people

# Fields of a person that the sheet can set; email and mobile belong to her account.
FIELDS = (
    "name", "name_native", "native_language", "email", "mobile", "employee_code", "group", "gender", "category",
    "birth_on", "mother_tongue", "office_pin", "external_system", "external_code", "tags",
)  # fmt: skip
_LISTS = Path(__file__).parents[2] / "data" / "raw" / "profile_picklists.csv"


@dataclasses.dataclass(slots=True)
class Draft:
    """A row as read: clean values of the filled cells, and what is wrong."""

    row: SheetRow
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    problems: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def bad(self, key: str, text: str) -> None:
        self.problems.append((BY_KEY[key].heading, text))


def plan(act: Act, at: dt.datetime) -> Iterator[Planned]:
    """A row for each officer of the file. Raises Refused when the file cannot be read or authority has ended."""
    on = clock.day(at)
    organisation, reach = office_and_reach(act, at)
    drafts = [_draft(row, on) for row in read_sheet(files.path_of(act.source_sha256))]
    if sum(problem[1] == _legacy(draft) for draft in drafts for problem in draft.problems[:1]) * 2 > len(drafts):
        raise Refused(
            _(
                "Most names in this file were typed for an old font such as Kruti Dev and cannot be stored. "
                "Convert the column to Unicode, or type the names in English letters."
            )
        )
    _refuse_repeats(drafts)
    found = designations_by_name({draft.values["designation"] for draft in drafts if "designation" in draft.values})
    known = _by_contact(
        known_by_contacts(
            {draft.values["email"] for draft in drafts if "email" in draft.values},
            {draft.values["mobile"] for draft in drafts if "mobile" in draft.values},
            {_external(draft) for draft in drafts if draft.values.get("external_code")},
            on,
        )
    )
    seats = Counter(
        {
            designation_id: len(posts)
            for (_office, designation_id), posts in vacant_seats(
                [organisation.id], [row.id for row in found.values()], on
            ).items()
        }
    )
    suggest = Suggestions()
    for draft in drafts:
        designation = found.get(draft.values.get("designation", ""))
        if designation is None and "designation" in draft.values:
            draft.bad("designation", suggest(draft.values["designation"]))
        yield _planned(draft, designation, known, organisation, reach, seats, on)


def office_and_reach(act: Act, at: dt.datetime) -> tuple[OrganisationRow, tuple[str, ...]]:
    """The chosen organisation and the paths that the asker administers now. Raises Refused when she no longer does."""
    organisation = organisations([act.params["organisation_id"]])[act.params["organisation_id"]]
    reach = tuple(held.path for held in authorities_of(act.asked_by_id, at) if held.role in OVER_ORGANISATION["staff"])
    if not organisation.path.startswith(reach or ("-",)):
        raise Refused(_("Whoever asked for this no longer administers the organisation."))
    return organisation, reach


def _legacy(draft: Draft) -> str:
    try:
        cells.read_name(draft.row.cells.get("name"))
    except cells.Bad as bad:
        if bad.code == "legacy_font":
            return words.sentence(bad)
    return ""


def _draft(row: SheetRow, on: dt.date) -> Draft:
    """Reads each cell; an empty cell of an optional column leaves what is recorded as it is."""
    draft = Draft(row)
    for column in COLUMNS:
        cell = row.cells.get(column.key)
        plain = cells.text(cell)
        if not plain:
            if column.mandatory:
                draft.bad(column.key, words.needed())
            continue
        try:
            draft.values[column.key] = _read(column.key, cell, plain, on)
        except cells.Bad as bad:
            draft.bad(column.key, words.sentence(bad))
    if draft.values.get("external_code") and not draft.values.get("external_system"):
        draft.bad("external_system", _("Say which system the ID is of, e.g. eHRMS."))
    name = draft.values.get("name", "")
    if name and not any(sign.isascii() and sign.isalpha() for sign in name):
        draft.values["name_native"] = name
    return draft


def _read(key: str, cell: cells.Cell, plain: str, on: dt.date) -> Any:
    match key:
        case "name":
            return cells.read_name(cell)
        case "email":
            email = people.clean_email(plain)
            if email is None:
                raise cells.Bad("", _("“%(what)s” is not an e-mail address.") % {"what": plain[:80]})
            return email
        case "mobile":
            return cells.read_mobile(cell)
        case "birth_on":
            return cells.read_date(cell, on).isoformat()
        case "office_pin":
            return cells.read_pin(cell)
        case "employee_code" | "external_code" | "external_system":
            return cells.read_code(cell)
        case "tags":
            return list(cells.read_tags(cell))
        case "designation":
            return plain[:200]
        case _:
            allowed = mother_tongues() if key == "mother_tongue" else BY_KEY[key].allowed
            chosen = choose(key, plain, allowed)
            if chosen is None:
                raise cells.Bad("", words.not_in_list(plain[:80], allowed if len(allowed) < 10 else (_("see Lists"),)))
            return chosen


@functools.cache
def mother_tongues() -> tuple[str, ...]:
    """The closed list of the real template, without its stray heading."""
    with _LISTS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["value"] for row in rows if row["list"] == "Mother Tongue" and row["value"] != "Language")


def _refuse_repeats(drafts: list[Draft]) -> None:
    for key in ("email", "mobile", "external_code"):
        first: dict[Any, int] = {}
        for draft in drafts:
            value = _external(draft) if key == "external_code" else draft.values.get(key)
            if not value or value == ("", ""):
                continue
            before = first.setdefault(value, draft.row.number)
            if before != draft.row.number:
                draft.bad(key, _("The same as in row %(row)s.") % {"row": before})


def _external(draft: Draft) -> tuple[str, str]:
    code = draft.values.get("external_code", "")
    return (draft.values.get("external_system", ""), code) if code else ("", "")


def _by_contact(found: list[Known]) -> dict[tuple[str, Any], Known]:
    known: dict[tuple[str, Any], Known] = {}
    for person in found:
        known[("email", person.email)] = known[("mobile", person.mobile)] = person
        if person.external_code:
            known[("external_code", (person.external_system, person.external_code))] = person
    return known


def _planned(
    draft: Draft,
    designation: DesignationRow | None,
    known: dict[tuple[str, Any], Known],
    organisation: OrganisationRow,
    reach: tuple[str, ...],
    seats: Counter[int],
    on: dt.date,
) -> Planned:
    raw = [cells.text(draft.row.cells.get(column.key)) for column in COLUMNS]
    label = cells.text(draft.row.cells.get("name"))[:200]
    person = None if draft.problems else _match(draft, known, reach)
    if draft.problems or designation is None:
        return Planned(draft.row.number, "error", label, raw=raw, messages=draft.problems)
    if person is None:
        notes = _seat(seats, designation, organisation)
        data = {"person": _values(draft), "designation_id": designation.id, "organisation_id": organisation.id}
        return Planned(draft.row.number, "new", label, data=data, raw=raw, messages=notes)
    was = recorded(person)
    becomes = was | _values(draft)
    diff = {_heading(key): (_shown(was[key]), _shown(becomes[key])) for key in FIELDS if was[key] != becomes[key]}
    for key in ("email", "mobile"):
        # Whoever can set the contacts of an account can open it, by the link to a new password.
        if person.holds_authority and was[key] != becomes[key]:
            draft.bad(key, _("This person holds a delegated authority, so only they can change this."))
    if draft.problems:
        return Planned(draft.row.number, "error", label, raw=raw, messages=draft.problems)
    data = {"person_id": person.person_id, "was": was, "person": becomes}
    notes = []
    # Who sits in a unit below the chosen office stays in that unit.
    here = person.path is not None and person.path.startswith(organisation.path)
    if not here or person.designation_id != designation.id:
        if person.since == on:
            draft.bad("designation", _("The appointment is of today; the post can be changed from tomorrow."))
            return Planned(draft.row.number, "error", label, raw=raw, messages=draft.problems)
        office_id = person.organisation_id if here else organisation.id
        data |= {"designation_id": designation.id, "organisation_id": office_id, "incumbency_id": person.incumbency_id}
        if person.designation_id != designation.id:
            diff[_heading("designation")] = (person.designation or "", designation.name)
        if not here:
            diff[_("Organisation")] = (person.organisation or "", organisation.name_en)
            notes = _seat(seats, designation, organisation)
    return Planned(draft.row.number, "changed" if diff else "unchanged", label, data, raw, diff, notes)


def _match(draft: Draft, known: dict[tuple[str, Any], Known], reach: tuple[str, ...]) -> Known | None:
    """Who this row is about. Adds a problem when the contacts belong to two persons or to somebody out of reach."""
    hits = {
        key: person
        for key, value in (
            ("email", draft.values["email"]),
            ("mobile", draft.values["mobile"]),
            ("external_code", _external(draft)),
        )
        if (person := known.get((key, value)))
    }
    for key, person in hits.items():
        if person.last_path is None or not person.last_path.startswith(reach):
            # Says no more than that it cannot be used: whoever has it may be of another ministry.
            draft.bad(key, _("This cannot be used here. If the officer was transferred to you, ask the platform team."))
    if draft.problems:
        return None
    if len({person.person_id for person in hits.values()}) > 1:
        key = list(hits)[1]
        draft.bad(key, _("This belongs to another officer than the e-mail of this row."))
        return None
    return next(iter(hits.values()), None)


def _values(draft: Draft) -> dict[str, Any]:
    return {key: value for key, value in draft.values.items() if key in FIELDS}


def recorded(person: Known) -> dict[str, Any]:
    """What is recorded now, in the form that a plan keeps."""
    values = {key: getattr(person, key) for key in FIELDS}
    return values | {"birth_on": person.birth_on.isoformat() if person.birth_on else None}


def _seat(seats: Counter[int], designation: DesignationRow, organisation: OrganisationRow) -> list[tuple[str, str]]:
    if seats[designation.id] > 0:
        seats[designation.id] -= 1
        return []
    return [(_heading("designation"), _("No vacant seat: a seat without sanction is added."))]


def _heading(key: str) -> str:
    if key == "name_native":
        return _("Name in own script")
    return BY_KEY[key].heading if key in BY_KEY else key


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


class Suggestions:
    """“Did you mean”, for designations that are not in the master: once for each spelling, for 40 of them."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._names: list[str] = []

    def __call__(self, name: str) -> str:
        if name not in self._said:
            self._said[name] = (
                self._say(name) if len(self._said) < 40 else _("This is not in the list of designations.")
            )
        return self._said[name]

    def _say(self, name: str) -> str:
        if not self._names:
            self._names = list(Designation.objects.filter(merged_into=None).values_list("name", flat=True))
        lower = {known.casefold(): known for known in self._names}
        near = difflib.get_close_matches(name.casefold(), lower, n=2, cutoff=0.75)
        if not near:
            return _("“%(what)s” is not in the list of designations.") % {"what": name[:80]}
        shown = " / ".join(lower[one] for one in near)
        return _("“%(what)s” is not in the list of designations. Did you mean: %(near)s?") % {
            "what": name[:80],
            "near": shown,
        }
