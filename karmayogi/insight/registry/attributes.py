"""By which attributes of officers figures are told apart, and which figures: who takes part, alike for all?

What is on record of a person: gender and group of service. Region is the State, which every figure has. Rural or urban
is not kept; kinds of bodies are.
"""

import dataclasses

from karmayogi.insight.types import Words


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One value of an attribute; raw: how records write it, lower case. The last value of each takes all others."""

    code: str
    name: Words
    raw: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute:
    """column: of people_person."""

    code: str
    name: Words
    column: str
    values: tuple[Value, ...]

    @property
    def sql(self) -> str:
        """The code of the value of a person p."""
        cases = " ".join(f"when '{value.raw}' then '{value.code}'" for value in self.values if value.raw)
        return f"case lower(p.{self.column}) {cases} else '{self.values[-1].code}' end"


GENDER = Attribute(
    "gender",
    Words("Gender", "लिंग", "صنف"),
    "gender",
    (
        Value("women", Words("Women", "महिलाएँ", "خواتین"), "female"),
        Value("men", Words("Men", "पुरुष", "مرد"), "male"),
        Value("other", Words("Others and not recorded", "अन्य और अनभिलिखित", "دیگر اور غیر درج")),
    ),
)
GROUP = Attribute(
    "group",
    Words("Group of service", "सेवा समूह", "سروس گروپ"),
    '"group"',
    (
        Value("a", Words("Group A", "समूह क", "گروپ اے"), "group a"),
        Value("b", Words("Group B", "समूह ख", "گروپ بی"), "group b"),
        Value("c", Words("Group C", "समूह ग", "گروپ سی"), "group c"),
        Value("rest", Words("Others and not recorded", "अन्य और अनभिलिखित", "دیگر اور غیر درج")),
    ),
)
ATTRIBUTES = {attribute.code: attribute for attribute in (GENDER, GROUP)}
# Together where that is safe, else one of them; the first that may be told is.
SETS = (("gender", "group"), ("gender",), ("group",))
# Figures told apart. Their queries ask nobody but officer_now for people, so that they count any set of officers.
CUT = ("officers", "onboarded", "active_learners", "completion_rate", "hours_each", "competencies_shown")
