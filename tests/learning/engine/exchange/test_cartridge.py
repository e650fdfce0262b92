from karmayogi.learning.types import Outcome, Why
from tests.learning.understood import lines, parts, read


def test_common_cartridge():
    plan = read("common-cartridge")
    assert parts(plan) == [("digging", "page"), ("a-handbook", "pdf"), ("elsewhere", "page"), ("check", "quiz")]
    right = {q["key"]: [o["key"] for o in q["options"] if o["correct"]] for q in plan.parts[3].questions}
    assert right == {"one": ["b"], "many": ["a", "c"], "tf": ["a"]}
    told = lines(plan)
    assert told["Talk about it", "imsdt_xmlv1p2"] == (Outcome.LEFT_OUT, Why.KIND)
    assert told["Check: e", "cc.essay.v0p1"] == (Outcome.KEPT, Why.KIND)
    assert told["Gone", "item"] == (Outcome.LEFT_OUT, Why.MISSING)
    assert told["unit/pic.svg", "webcontent"] == (Outcome.LEFT_OUT, Why.KIND)
