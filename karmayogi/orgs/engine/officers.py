"""The fourteen columns of the real bulk upload of officers. Pure."""

import dataclasses
import re

from karmayogi.orgs.engine.cells import Cell, text
from karmayogi.people.types import GROUPS


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """key: our field. heading: as in the real template. allowed: the values of a closed list, in their spelling."""

    key: str
    heading: str
    mandatory: bool = False
    allowed: tuple[str, ...] = ()


COLUMNS = (
    Column("name", "Full Name", mandatory=True),
    Column("email", "Email", mandatory=True),
    Column("mobile", "Mobile Number", mandatory=True),
    Column(
        "group", "Group", mandatory=True,
        allowed=GROUPS,
    ),
    Column("designation", "Designation", mandatory=True),
    Column("gender", "Gender", allowed=("Male", "Female", "Others")),
    Column("category", "Category", allowed=("General", "OBC", "SC", "ST")),
    Column("birth_on", "Date of Birth"),
    Column("mother_tongue", "Mother Tongue"),
    Column("employee_code", "Employee ID"),
    Column("office_pin", "Office Pin Code"),
    Column("external_code", "External System ID"),
    Column("external_system", "External System Name"),
    Column("tags", "Tags"),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}

# Added by our error sheet in front and behind; read over when it comes back.
ROW_HEADING, FIX_HEADING = "Row", "What to fix"

# Other headings that templates in use have for the same column.
_ALIASES = {
    "name": "name", "full name": "name", "email id": "email", "e mail": "email", "email address": "email",
    "mobile": "mobile", "mobile no": "mobile", "phone": "mobile", "dob": "birth_on", "employee code": "employee_code",
    "employee id": "employee_code", "pin code": "office_pin", "pincode": "office_pin", "office pincode": "office_pin",
    "tag": "tags", "ehrms id": "external_code",
}  # fmt: skip
_SHORT = {
    "group": {"a": "Group A", "b": "Group B", "c": "Group C", "d": "Group D", "contractual": "Contractual Staff"},
    "gender": {"m": "Male", "f": "Female", "other": "Others", "transgender": "Others"},
    "category": {"gen": "General", "unreserved": "General", "ur": "General"},
}


def heading_key(heading: Cell) -> str | None:
    """Which column a heading names, whatever its case, stars and punctuation; None for an unknown one."""
    plain = " ".join(re.findall(r"[^\W_]+", text(heading).casefold()))
    return _HEADINGS.get(plain) or _ALIASES.get(plain)


def choose(key: str, value: str, allowed: tuple[str, ...]) -> str | None:
    """The value of a closed list as the list spells it; None when it is not in it."""
    plain = value.casefold().replace("-", " ").strip()
    for option in allowed:
        if plain == option.casefold():
            return option
    return _SHORT.get(key, {}).get(plain)


_HEADINGS = {" ".join(re.findall(r"[^\W_]+", column.heading.casefold())): column.key for column in COLUMNS}
