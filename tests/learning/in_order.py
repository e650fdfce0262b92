"""Makes packages of SCORM 2004 whose manifests say in which order: a few lines each instead of files of others."""

from collections.abc import Sequence

from karmayogi.learning.engine import manifest
from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.navigation import Gone, go
from karmayogi.learning.engine.sequencing.outcome import Said, report
from karmayogi.learning.engine.sequencing.tracking import State
from tests.learning.conftest import zipped

FLOW = '<imsss:controlMode choice="false" flow="true"/>'
BOTH = '<imsss:controlMode choice="true" flow="true"/>'
_HEAD = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="org"><organization identifier="org"{told}><title>In order</title>{items}{rules}</organization>
</organizations><resources>{resources}</resources>{shared}</manifest>"""


def item(name: str, rules: str = "", *inner: str, more: str = "") -> str:
    """An activity; with others inside it is a cluster, else a page of its own. more: beside the sequencing."""
    href = "" if inner else f' identifierref="r-{name}"'
    own = f"<imsss:sequencing>{rules}</imsss:sequencing>" if rules else ""
    return f'<item identifier="{name}"{href}><title>{name.upper()}</title>{"".join(inner)}{more}{own}</item>'


def rule(kind: str, action: str, *conditions: str, combination: str = "all") -> str:
    """conditions: "satisfied", "not completed", "objectiveMeasureGreaterThan 0.5", "satisfied @objective"."""
    told = ""
    for one in conditions:
        words = one.split()
        told += '<imsss:ruleCondition operator="not"' if words[0] == "not" else "<imsss:ruleCondition"
        words = words[words[0] == "not" :]
        told += f' condition="{words[0]}"'
        for word in words[1:]:
            told += f' referencedObjective="{word[1:]}"' if word[0] == "@" else f' measureThreshold="{word}"'
        told += "/>"
    return (
        f'<imsss:{kind}ConditionRule><imsss:ruleConditions conditionCombination="{combination}">{told}'
        f'</imsss:ruleConditions><imsss:ruleAction action="{action}"/></imsss:{kind}ConditionRule>'
    )


def rules(*made: str) -> str:
    return f"<imsss:sequencingRules>{''.join(made)}</imsss:sequencingRules>"


def text(*items: str, rules: str = FLOW, told: str = "", shared: str = "") -> str:
    names = [part.partition('"')[0] for part in "".join(items).split('identifierref="r-')[1:]]
    resources = "".join(
        f'<resource identifier="r-{name}" type="webcontent" adlcp:scormType="sco" href="{name}.html"/>'
        for name in names
    )
    return _HEAD.format(
        told=told,
        items="".join(items),
        rules=f"<imsss:sequencing>{rules}</imsss:sequencing>" if rules else "",
        resources=resources,
        shared=f"<imsss:sequencingCollection>{shared}</imsss:sequencingCollection>" if shared else "",
    )


def tree(*items: str, **more: str) -> Tree:
    made = text(*items, **more)
    files = frozenset(part.partition('"')[0] for part in made.split('href="')[1:])
    found = manifest.parse(made.encode(), files).tree
    assert found is not None
    return found


def package(made: str, page: str) -> bytes:
    """The zip; `page` is the page of every SCO."""
    names = [part.partition('"')[0] for part in made.split('href="')[1:]]
    return zipped({"imsmanifest.xml": made, **dict.fromkeys(names, page)})


def everything() -> str:
    """A manifest with some of each kind of rule."""
    some = rules(rule("pre", "skip", "satisfied @o"), rule("post", "retry", "not satisfied"))
    some += '<imsss:limitConditions attemptLimit="2"/><imsss:rollupRules objectiveMeasureWeight="0.5">'
    some += "<imsss:rollupRule>"
    some += '<imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions>'
    some += '<imsss:rollupAction action="satisfied"/></imsss:rollupRule></imsss:rollupRules><imsss:objectives>'
    some += '<imsss:primaryObjective objectiveID="p"/><imsss:objective objectiveID="o"><imsss:mapInfo'
    some += ' targetObjectiveID="g"/></imsss:objective></imsss:objectives><adlseq:rollupConsiderations'
    some += ' requiredForSatisfied="ifAttempted"/><imsss:randomizationControls selectionTiming="once" selectCount="1"/>'
    return text(item("m", BOTH + some, item("a", some)), shared=f'<imsss:sequencing ID="s">{some}</imsss:sequencing>')


class Learner:
    """Walks a tree as the server lets her. here: what is open, "" for nothing."""

    def __init__(self, tree: Tree, seed: int = 1) -> None:
        self.tree = tree
        self.state: State = State(seed=seed)
        self.go("start")

    @property
    def here(self) -> str:
        place = self.state.current
        return self.tree.activities[place].identifier if place is not None and self.state.of(place).active else ""

    def go(self, request: str, target: str = "") -> Gone:
        gone = go(self.tree, self.state, request, target)
        self.state = gone.state
        return gone

    def says(
        self,
        success: str = "",
        completion: str = "completed",
        measure: float | None = None,
        *,
        suspended: bool = False,
        more: Sequence[Said] = (),
    ) -> None:
        """What is open reports, and says goodbye."""
        said = [*more, Said("", completion, success, measure)]
        now = report(self.tree, self.state, self.here, said, ended=True, suspended=suspended)
        assert now is not None
        self.state = now
