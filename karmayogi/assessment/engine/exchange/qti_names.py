"""One vocabulary for QTI 2.1, 2.2 and 3.0: the names of 3.0 are those of 2.x in other spelling."""

import re
from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import local

_BEFORE_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
ITEM, TEST = "assessmentItem", "assessmentTest"
INTERACTIONS = frozenset(
    {
        "associateInteraction", "choiceInteraction", "customInteraction", "drawingInteraction", "endAttemptInteraction",
        "extendedTextInteraction", "gapMatchInteraction", "graphicAssociateInteraction", "graphicGapMatchInteraction",
        "graphicOrderInteraction", "hotspotInteraction", "hottextInteraction", "inlineChoiceInteraction",
        "matchInteraction", "mediaInteraction", "orderInteraction", "portableCustomInteraction",
        "positionObjectInteraction", "positionObjectStage", "selectPointInteraction", "sliderInteraction",
        "textEntryInteraction", "uploadInteraction",
    }
)  # fmt: skip


def camel(name: str) -> str:
    """qti-choice-interaction -> choiceInteraction; names of 2.x and of HTML stay as they are."""
    first, *rest = name.removeprefix("qti-").split("-")
    return first + "".join(one.capitalize() for one in rest)


def kebab(name: str) -> str:
    """choiceInteraction -> choice-interaction."""
    return _BEFORE_CAPITAL.sub("-", name).lower()


def normal(root: Element) -> Element:
    """The same tree with 2.x names and no namespaces; changed in place."""
    for one in root.iter():
        one.tag = camel(local(one))
        for key in list(one.attrib):
            value = one.attrib.pop(key)
            one.attrib["lang" if key.endswith("}lang") else camel(key.rpartition("}")[2])] = value
    return root
