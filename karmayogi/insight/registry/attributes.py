"""By which attributes of officers figures are told apart, and which figures: who takes part, alike for all?

What is on record of a person: gender and group of service. Region is the State, which every figure has. Rural or urban
is the kind of body of the main post, as in the facts of the columnar store; nothing else tells it.
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
    """column: of people_person p. told: in its place, an expression over p and the organisation g of the main post."""

    code: str
    name: Words
    column: str
    values: tuple[Value, ...]
    told: str = ""

    @property
    def sql(self) -> str:
        """The code of the value."""
        cases = " ".join(f"when '{value.raw}' then '{value.code}'" for value in self.values if value.raw)
        return f"case lower({self.told or f'p.{self.column}'}) {cases} else '{self.values[-1].code}' end"


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
SETTING = Attribute(
    "setting",
    Words("Rural and urban", "ग्रामीण और शहरी", "دیہی اور شہری"),
    "setting",
    (
        Value("rural", Words("Blocks and panchayats", "विकास खंड और पंचायतें", "بلاک اور پنچایتیں"), "rural"),
        Value("urban", Words("Urban local bodies", "शहरी स्थानीय निकाय", "شہری مقامی ادارے"), "urban"),
        Value("other", Words("All other offices", "अन्य सभी कार्यालय", "دیگر تمام دفاتر")),
    ),
    told="case when g.kind in ('panchayat', 'block') then 'rural' when g.kind = 'ulb' then 'urban' else '' end",
)
ATTRIBUTES = {attribute.code: attribute for attribute in (GENDER, GROUP, SETTING)}
# Together where that is safe, else one of them; the first that may be told is.
SETS = (
    ("gender", "group", "setting"), ("gender", "group"), ("gender", "setting"), ("gender",), ("group",), ("setting",),
)  # fmt: skip
# Figures told apart. Their queries ask nobody but officer_now for people, so that they count any set of officers.
CUT = ("officers", "onboarded", "active_learners", "completion_rate", "hours_each", "competencies_shown")
