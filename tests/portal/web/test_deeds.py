"""The trail that a person reads speaks her language: what was done, to what, by whom."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

import karmayogi
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, rows
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.queries import subjects as orgs_subjects
from karmayogi.people.web import me, words
from karmayogi.portal.queries import subjects

# What the code puts together: its parts, where the tag is not written out.
MADE_UP = {
    "assessment:attempt:": ("submit", "mark"),
    "feeds:request:": ("send", "withdraw", "approve", "return"),
    "feeds:user:": ("write", "delete"),
    "feeds:officer:": ("apply", "undo"),
    "orgs:officer:": ("import", "undo"),
    "orgs:authority:": ("propose", "approve", "decline", "withdraw"),
    "people:account:": ("suspend", "reopen"),
    "people:email:": ("change", "verify"),
    "people:mobile:": ("change", "verify"),
    "learning:access:": ("ask", "remind", "withdraw", "grant", "refuse"),
    "learning:enrolment:": ("create", "resume"),
    "learning:place:": ("registered", "waiting", "cancel", "attended", "attended_undone"),
    "learning:programme:": ("create", "resume"),
    "plans:relief:": ("grant", "refuse"),
    "talent:absence:": ("enter", "remove"),
    "talent:contest:": ("ask", "withdraw", "uphold", "refuse"),
    "learning:provider:": ("apply", "license", "refuse", "suspend", "rename"),
    "lti:guest:": ("guest", "link"),
}

# Jobs that never do anything to one person.
OF_NOBODY = {
    "rounds", "rotate_signing_key", "rotate_paper_key", "rotate_lti_key", "rotate_push_key", "job for ",
    "load_officers", "dynamic registration", "set-up", "demonstration", "re-tag", "media", "launch",
    "retention of media", "import_onet", "import_master_data", "retention of candidates", "invited person",
    "tests of a year", "retention of certificates", "content demand", "freeze_figures",
}  # fmt: skip


def labels():
    """How every job that acts is called, as the code writes it; of one for somebody, what stands before the name."""
    found = set()
    for file in Path(karmayogi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "System" and node.args:
                label = node.args[0]
                first = label.values[0] if isinstance(label, ast.JoinedStr) else label
                if isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def tags():
    """Every tag of an entry that concerns a person, as the code writes it."""
    found = set()
    for file in Path(karmayogi.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "record_many" or (name == "record" and any(one.arg == "concerns" for one in node.keywords)):
                tag = node.args[0]
                for part in ast.walk(tag):
                    if isinstance(part, ast.Constant) and str(part.value).count(":") == 2:
                        found |= {part.value + rest for rest in MADE_UP.get(part.value, ("",))}
    return sorted(found - {"competencies:profile:publish"})  # many at once, which concern nobody


def test_every_deed_that_concerns_a_person_has_words(db):
    found = tags()
    assert {"learning:enrolment:complete", "learning:access:ask", "orgs:officer:import"} <= set(found)
    assert [tag for tag in found if not me.deed_in_words(tag)] == []


@pytest.mark.parametrize("queries", [subjects, orgs_subjects])
def test_every_kind_can_be_asked_for(db, queries):
    assert queries.names_of((kind, uuid7()) for kind in queries._NAMES) == {}


def test_the_trail_names_what_and_who_in_the_readers_language(cast, framework, browse, at):
    competencies.record_evidence(
        agent=cast.learner.actor(at), person_id=cast.learner.person_id, competency_id=framework["FUN-087"], level=1,
        source=Source.COURSE_TEST, instrument="C-1", ref_kind="test", ref_uuid=uuid7(), observed_at=at, at=at,
    )  # fmt: skip
    audit.record(
        "portal:person:see", agent=cast.learner.actor(at), at=at, kind="person", subject=cast.learner.person_uuid,
        label="Asha Verma", concerns=cast.supervisor.person_id,
    )  # fmt: skip
    competency = rows.scalar("select name_hi from competencies_competency where code = 'FUN-087'")

    def trail(who):
        browse("/")
        page = browse("/people/me/trail/", who, **{"accept-language": "hi"})
        return page.content.decode().partition("<main")[2]

    mine = trail(cast.learner)
    assert competency in mine
    assert "P-" in mine
    assert "सहायक अनुभाग अधिकारी" in mine
    assert "Assistant Section Officer" not in mine
    hers = trail(cast.supervisor)
    assert hers.count("आशा वर्मा") == 2, "what was done to whom, and by whom"
    assert "Asha Verma" not in hers
    assert "कार्मिक मंत्रालय" in trail(cast.admin)


def test_jobs_that_act_are_named():
    with translation.override("en"):
        assert words.agent("feed of Bala") == "a feed of Bala"
        assert words.agent("waiting list") == "the waiting list"
        assert words.agent("Asha Verma") == "Asha Verma"


def test_every_job_that_acts_on_a_person_has_words():
    found = labels()
    assert {"certificates issued by ", "assessment", "feed of "} <= found
    assert found >= OF_NOBODY, "of the list only what there is"
    with translation.override("en"):
        said = {one: words.agent(f"{one}X" if one.endswith(" ") else one) for one in found - OF_NOBODY}
    assert [one for one, words_ in said.items() if words_ in (one, f"{one}X")] == []
