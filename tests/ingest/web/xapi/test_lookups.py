"""Activities and agents as statements have made them known."""

from tests.ingest.conftest import new_id
from tests.ingest.examples import ACTIVITY, AGENT, CONTEXT, TYPICAL


def test_an_activity_gains_with_every_statement(both):
    id = "http://example.org/activity"
    assert both.get("activities", activityId=id).json == {"objectType": "Activity", "id": id}
    for definition in ({"name": {"en": "One"}}, {"name": {"hi": "एक"}, "type": "http://example.org/t"}):
        both.post({**TYPICAL, "id": new_id(), "object": {"id": id, "definition": definition}})
    assert both.get("activities", activityId=id).json["definition"] == {
        "name": {"en": "One", "hi": "एक"},
        "type": "http://example.org/t",
    }


def test_activities_inside_a_statement_count_too(both):
    inner = {"id": "http://example.org/inner", "definition": {"name": {"en": "Inner"}}}
    sub = {"objectType": "SubStatement", "actor": AGENT, "verb": TYPICAL["verb"], "object": inner}
    context = {**CONTEXT, "contextActivities": {"parent": [ACTIVITY]}}
    both.post(
        {**TYPICAL, "id": new_id(), "object": sub, "context": {"contextActivities": context["contextActivities"]}}
    )
    assert both.get("activities", activityId=inner["id"]).json["definition"] == inner["definition"]
    assert both.get("activities", activityId=ACTIVITY["id"]).json["definition"] == ACTIVITY["definition"]


def test_an_agent_has_the_names_that_statements_gave(both):
    for name in ("Asha", "Asha Verma"):
        both.post({**TYPICAL, "id": new_id(), "actor": {"mbox": AGENT["mbox"], "name": name}})
    said = both.get("agents", agent={"mbox": AGENT["mbox"]}).json
    assert (said["objectType"], sorted(said["name"]), said["mbox"]) == (
        "Person",
        ["Asha", "Asha Verma"],
        [AGENT["mbox"]],
    )
    unknown = both.get("agents", agent={"mbox": "mailto:nobody@gov.example"})
    assert unknown.json == {"objectType": "Person", "mbox": ["mailto:nobody@gov.example"]}


def test_parameters(both):
    for path, query in (
        ("activities", {}), ("activities", {"activityId": "x"}), ("activities", {"activityid": ACTIVITY["id"]}),
        ("agents", {}), ("agents", {"agent": "x"}), ("agents", {"agent": AGENT, "more": "1"}),
    ):  # fmt: skip
        assert both.ask("GET", path, query).status == 400
    assert both.ask("HEAD", "activities", {"activityId": ACTIVITY["id"]}).body == b""
