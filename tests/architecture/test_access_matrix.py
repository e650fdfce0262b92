"""Role × relation × address × method, made from the URL configuration itself.

Everything that can belong to somebody belongs to Asha here. For each address, everybody of the cast asks with each
method, once for Asha's things and once for things that do not exist. Then: no fault ever; nobody reaches a closed page
without signing in; and whoever may not see a thing cannot tell it from nothing. A new address is in the matrix the
moment it is in a urls.py; one whose parameter has no value here fails the test.
"""

import datetime as dt
import re
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from karmayogi.assessment import api as assessment  # noqa: F401 (fills the slot for questions)
from karmayogi.capacity import api as capacity
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.actions.weigh_power import weigh
from karmayogi.evaluation.types import (
    Assumptions,
    Design,
    IndicatorTerms,
    RoomTerms,
    StudyTerms,
    WaveKind,
    WaveTerms,
)
from karmayogi.feeds import api as feeds
from karmayogi.ingest import api as ingest
from karmayogi.ingest.models import Forward
from karmayogi.ingest.types import Scope
from karmayogi.insight import api as insight
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Role, System
from karmayogi.learning import api as learning
from karmayogi.learning.actions.certificates.many import issue_many
from karmayogi.orgs import api as orgs
from karmayogi.talent import api as talent
from karmayogi.talent.actions.absences_file import bring_absences

SET_UP = System("matrix")
METHODS = ("get", "post", "put", "delete", "head")
ROLES = ("anonymous", "learner", "supervisor", "admin", "other_admin", "outsider", "analyst", "platform", "publisher")
# Whoever has no business with Asha or her ministry. Platform and publisher may see courses and certificates.
STRANGERS = ("other_admin", "outsider")
HERS = (
    "enrolment", "attempt", "certificate", "row", "person", "act", "plea", "amendment", "order", "line", "question",
    "proof", "contest", "round", "correction", "post", "incumbency", "paper", "authority", "draft", "piece", "provider",
    "journey", "entreaty", "entry", "check", "asked", "registration", "session", "recheck", "tool", "offer", "platform",
    "sitting", "task", "pack", "sealed", "venue", "mandate", "relief", "plan", "intervention", "source",
    "lack", "content_request", "survey", "batch", "scenario", "stress",
    "appraisal", "dispute", "absence", "channel", "away", "study", "service", "room", "many",
    "trainer",
)  # fmt: skip
DOORS = re.compile(r"^(healthz|readyz)$")
# Files whose address ends like that of a page.
FILES = {"credentials:json", "credentials:jwt", "credentials:pdf", "orgs:order_file"}
# These sign the actor out or change how she signs in: they are asked last, each with a session of its own.
SPENDS_THE_SESSION = {"account_logout", "people:end_session", "people:end_other_sessions", "account_change_password"}


def addresses(resolver=None, prefix: str = "", space: str = "") -> Iterator[tuple[str, object]]:
    """(name, pattern) of every address of the product."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, prefix + str(pattern.pattern), inner)
        elif pattern.name:
            yield space + pattern.name, pattern


ADDRESSES = dict(addresses())


def _refused(at) -> uuid.UUID:
    ingest.keep_refused([{"id": str(uuid.uuid4())}], source="own", bound=uuid.uuid4(), why="no actor", at=at)
    return rows.scalar("select uuid from ingest_refusal")


@pytest.fixture
def world(cast, at, settings, tmp_path):
    """Asha in the middle of a course, with a running test, a certificate and a row of evidence."""
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    competencies.import_kcm(agent=SET_UP, at=at)
    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SET_UP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=at)
    competencies.import_profiles(agent=SET_UP, at=at)
    competencies.ensure_proof_masters(agent=SET_UP, at=at)
    folder = tmp_path / "course"
    (folder / "en").mkdir(parents=True)
    source = Path("karmayogi/demo/courses/cyber-hygiene")
    for path in [source / "course.toml", source / "questions.toml", *sorted((source / "en").glob("*.md"))]:
        target = folder / path.relative_to(source)
        target.write_bytes(path.read_bytes())
    course = learning.import_course(agent=SET_UP, folder=folder, at=at)
    asha = cast.learner.actor(at)
    enrolment = learning.enrol(actor=asha, course_uuid=course.uuid, language="en", at=at)
    lesson = learning.lesson(asha, enrolment)
    quiz = lesson.parts[-1]
    code = tomllib.loads((source / "course.toml").read_text())["competencies"][0]["code"]
    competency = competencies.by_codes([code])[code]
    competencies.record_evidence(
        agent=SET_UP, person_id=asha.person_id, competency_id=competency.id, level=1, source=Source.SUPERVISOR,
        instrument="Seen at work", ref_kind="observation", ref_uuid=uuid.uuid4(), observed_at=at, at=at,
    )  # fmt: skip
    certificate = credentials.issue(
        agent=SET_UP, person_id=asha.person_id, name="Asha Verma", name_native="आशा वर्मा", title_en="A course",
        title_hi="", title_ur="", language="en", course_uuid=course.uuid, course_code="X", hours_minutes=30, grade="E2",
        score=80, competencies=[(code, "Name", 1)], ref_kind="enrolment", ref_uuid=uuid.uuid4(), at=at,
    )  # fmt: skip
    cast.grant(cast.supervisor, Role.IFU_MEMBER, cast.ministry)
    order = competencies.draft_order(
        actor=cast.supervisor.actor(at), organisation=cast.ministry.uuid, designation="Director", at=at
    )
    competencies.fill_dictionaries(agent=SET_UP, owner_id=cast.country.id, at=at)
    with clock.frozen(at):
        client = signed_in(cast.learner, at)
        assert client.post(reverse("assessment:start", args=[quiz.uuid]), {"language": "en"}).status_code == 302
    orgs.create_posts(
        agent=SET_UP, organisation_id=cast.section.id, designation_id=cast.assistant.id, count=1,
        paper=orgs.OrderPaper("F. 1/2026", at.date(), file=b"%PDF-1.7"), effective_on=at.date(), at=at,
    )  # fmt: skip
    return proofs_of(cast, competency.id, at) | {
        "post": rows.scalar("select uuid from orgs_post where id = %s", [cast.learner.post_id]),
        "incumbency": rows.scalar("select uuid from orgs_incumbency where person_id = %s", [asha.person_id]),
        "paper": rows.scalar("select uuid from orgs_sanctionorder"),
        "authority": orgs.grant_authority(
            agent=SET_UP,
            person_id=asha.person_id,
            role=Role.MENTOR,
            organisation_id=cast.section.id,
            valid_from=at,
            at=at,
        ),
        "person": cast.learner.person_uuid,
        "organisation": cast.section.uuid,
        "course": course.uuid,
        "enrolment": enrolment,
        "part": quiz.uuid,
        "attempt": rows.scalar("select uuid from assessment_attempt"),
        "plea": rows.scalar(
            "insert into assessment_attemptrequest (uuid, person_id, paper_id, organisation_path, why, asked_at, note)"
            " select %s, person_id, paper_id, %s, '', %s, '' from assessment_attempt returning uuid",
            [uuid.uuid4(), cast.section.path, at],
        ),
        "certificate": certificate.uuid,
        "many": issue_many(actor=cast.platform.actor(at), office=cast.section.uuid, code=course.code, at=at),
        "correction": feeds.ask_correction(actor=asha, field="group", value="A", at=at),
        "hr_token": feeds.issue_token(
            actor=cast.admin.actor(at), organisation_uuid=cast.section.uuid, label="e-HRMS", days=30, at=at
        )[0],
        "xapi_client": ingest.issue_client(agent=SET_UP, name="Course server", scopes=[Scope.ALL], at=at).uuid,
        "forward": Forward.objects.create(
            name="Other", url="https://lrs.example.org", key="k", secret="s", sent_seq=0, next_at=at, added_at=at
        ).uuid,
        "refusal": _refused(at),
        "path": "Users",
        "competency": competency.uuid,
        "profile": rows.scalar("select uuid from competencies_profile limit 1"),
        "row": rows.scalar("select uuid from competencies_evidence"),
        "key": lesson.parts[0].key,
        "list_uuid": rows.scalar("select uuid from credentials_statuslist limit 1"),
        "code": certificate.code,
        "proposal": uuid.uuid4(),
        "act": orgs.import_officers(
            actor=cast.admin.actor(at),
            organisation_uuid=cast.section.uuid,
            filename="x.csv",
            content=b"Full Name",
            at=at,
        ).uuid,
        "order": order,
        "line": rows.scalar("select uuid from competencies_orderposition"),
        "dictionary": "role",
        "item": rows.scalar("select uuid from competencies_dictionaryitem limit 1"),
        "pair": uuid.uuid4(),
        "form": "xlsx",
        "snapshot": insight.freeze_figures(agent=SET_UP, number=uuid.uuid4(), name="Matrix", at=at).uuid,
        **governance(asha.person_id, at),
        "brought": rows.scalar(
            "insert into learning_broughtcourse (uuid, sha256, format, filename, bytes, state, code, title, plan,"
            " brought_at) values (%s, %s, 'olx', 'x', 1, 'read', '', 'X', %s, %s) returning uuid",
            [uuid.uuid4(), "0" * 64, '{"format": "olx", "titles": {"en": "X"}, "parts": []}', at],
        ),
        **authoring(asha.person_id, course.id, at),
        **programmes(asha.person_id, course.id, cast.section.path, at),
        **units_of(asha.person_id, enrolment, lesson, at),
        "recheck": recheck_of(enrolment, at),
        **at_work(cast, competency.id, enrolment, at),
        **tools(cast, course.id, at),
        **adaptive(cast, competency.id, at),
        **cascade_of(cast, course.id, at),
        **new_doors(cast, at),
        "pack": pack_of(asha.person_id, enrolment, at),
        **mandates(cast, course.id, at),
        **annual_plan(cast, at),
        **content_demand(cast, competency.id, at),
        **appraisal(cast, at),
        **evaluations(cast, at),
        "sealed": rows.scalar(
            "insert into assessment_sealedpaper (uuid, person_id, paper_id, device_id, language, key, digest, given_at,"
            " valid_until, seen) select gen_random_uuid(), a.person_id, a.paper_id, d.id, 'en', '', '', %s, %s, '{}'"
            " from assessment_attempt a, people_device d returning uuid",
            [at, at],
        ),
        "position": 1,
        "pk": 1,
        "slug": "privacy",
        "kind": "email",
        "token": "x",
        "provider_id": "none",
        "version": "x",
        "uidb36": "1",
        "key_of_reset": "x-y",
    }


def governance(person_id: int, at) -> dict[str, object]:
    """A proposal of hers, and a link between two competencies that somebody has to decide."""
    framework, kcm = rows.first(lambda *row: row, "select id, uuid from competencies_framework where code = 'KCM'")
    amendment = rows.scalar(
        "insert into competencies_frameworkproposal (uuid, framework_id, kind, status, title, reason, proposer_id,"
        " sent_at) values (%s, %s, 'deprecate', 'returned', 'One goes', 'Unused', %s, %s) returning uuid",
        [uuid.uuid4(), framework, person_id, at],
    )
    link = rows.scalar(
        "insert into competencies_crosswalklink (uuid, origin_id, target_id, relation, confidence, source, status)"
        " select %s, min(id), max(id), 'exact', 80, 'test', 'open' from competencies_competency returning uuid",
        [uuid.uuid4()],
    )
    occupation = rows.scalar(
        "insert into competencies_occupation (uuid, framework_id, code, title, description)"
        " values (%s, %s, '1', 'Clerk', 'Keeps files') returning uuid",
        [uuid.uuid4(), framework],
    )
    return {
        "occupation": occupation,
        "framework": kcm,
        "other": kcm,
        "amendment": amendment,
        "link": link,
        "sourced_id": str(kcm),
    }


def authoring(person_id: int, course_id: int, at) -> dict[str, object]:
    """A provider of hers for which she writes, a draft with a part, and what she says of a course."""
    provider = rows.scalar(
        "insert into learning_provider (uuid, code, name_en, name_hi, name_ur, kind, about, status, licensed_from,"
        " reason, applicant_id) values (gen_random_uuid(), 'M', 'Her company', '', '', 'company', '', 'licensed', %s,"
        " '', %s) returning uuid",
        [at.date(), person_id],
    )
    for role in ("CONTENT_CREATOR", "CBP_ADMIN"):
        rows.run(
            "insert into learning_providermember (provider_id, person_id, role, given_at)"
            " select id, %s, %s, %s from learning_provider where uuid = %s",
            [person_id, role, at, provider],
        )
    rows.run(
        "insert into learning_course (uuid, code, slug, provider_id, provider, mode, licence, status)"
        " select gen_random_uuid(), 'M-1', '', id, '', 'online', '', 'draft' from learning_provider where uuid = %s",
        [provider],
    )
    draft = rows.scalar(
        "insert into learning_draft (uuid, course_id, number, status, mode, licence, languages, pass_percent, draw,"
        " quiz_minutes, attempts, revision, round, author_id, changed_at)"
        " select gen_random_uuid(), id, 1, 'draft', 'online', '', '{en}', 60, 1, 1, 1, 1, 0, %s, %s"
        " from learning_course where code = 'M-1' returning uuid",
        [person_id, at],
    )
    piece = rows.scalar(
        "insert into learning_draftedpart (uuid, draft_id, key, position, kind, minutes, questions)"
        " select gen_random_uuid(), id, 'one', 1, 'quiz', 5, '[]' from learning_draft where uuid = %s returning uuid",
        [draft],
    )
    rating = rows.scalar(
        "insert into learning_courserating (uuid, course_id, person_id, stars, text, given_at, changed_at,"
        " hidden_reason) values (gen_random_uuid(), %s, %s, 4, 'Good', %s, %s, '') returning uuid",
        [course_id, person_id, at, at],
    )
    return {"provider": provider, "draft": draft, "piece": piece, "rating": rating}


def programmes(person_id: int, course_id: int, path: str, at) -> dict[str, object]:
    """A programme that she is in, and a request of hers to be let into the course."""
    for key, parent, rule, course in (("all", "", "all", None), ("one", "all", "", course_id)):
        rows.run(
            "insert into learning_programmenode (version_id, key, parent, position, rule, course_id, points, title_en,"
            " title_hi, title_ur) select current_version_id, %s, %s, 1, %s, %s, 1, 'X', '', '' from learning_course"
            " where id = %s",
            [key, parent, rule, course, course_id],
        )
    return {
        "journey": rows.scalar(
            "insert into learning_programmeenrolment (uuid, person_id, course_id, version_id, language, status,"
            " enrolled_at) select gen_random_uuid(), %s, id, current_version_id, 'en', 'active', %s"
            " from learning_course where id = %s returning uuid",
            [person_id, at, course_id],
        ),
        "entreaty": rows.scalar(
            "insert into learning_accessrequest (uuid, course_id, person_id, organisation_path, why, state, asked_at,"
            " reason) values (gen_random_uuid(), %s, %s, %s, 'x', 'waiting', %s, '') returning uuid",
            [course_id, person_id, path, at],
        ),
        "deed": uuid.uuid4(),
    }


def recheck_of(enrolment: uuid.UUID, at) -> object:
    """Three questions about her course, waiting for her, with an appeal that a page could find."""
    signal = rows.scalar(
        "insert into assessment_integritysignal (uuid, person_id, enrolment_id, kind, ref_uuid, strong, measure,"
        " detail, policy, happened_at, found_at) select gen_random_uuid(), person_id, id, 'fast_test', uuid, true, 1,"
        " %s, 1,"
        " %s, %s from learning_enrolment where uuid = %s returning id",
        ['{"questions": 5, "seconds": 5}', at, at, enrolment],
    )
    return rows.scalar(
        "insert into assessment_recheck (uuid, person_id, enrolment_id, signal_id, policy, state, language, asked_at,"
        " due_at, closed_at, appeal, appealed_at, decision) select gen_random_uuid(), person_id, id, %s, 1,"
        " 'unconfirmed', 'en', %s, %s, %s, 'x', %s, '' from learning_enrolment where uuid = %s returning uuid",
        [signal, at, at, at, at, enrolment],
    )


def at_work(cast, competency: int, enrolment: uuid.UUID, at) -> dict[str, uuid.UUID]:
    """Learning at work of hers that waits for Devi, a course that she says she applied, somebody else's to judge."""
    asha, devi, path = cast.learner.person_id, cast.supervisor.person_id, cast.section.path
    entry = rows.scalar(
        "insert into learning_jobentry (uuid, person_id, competency_id, kind, begun_on, ended_on, minutes, words,"
        " file_name, witness_id, organisation_path, state, sent_at, note) values (gen_random_uuid(), %s, %s, 'project',"
        " %s, %s, 60, 'x', '', %s, %s, 'waiting', %s, '') returning uuid",
        [asha, competency, at.date(), at.date(), devi, path, at],
    )
    check = rows.first(
        lambda *row: row,
        "insert into learning_applicationcheck (uuid, person_id, enrolment_id, course_id, organisation_path, state,"
        " opened_at, closes_on, appealed_at, appeal_reason, decision) select gen_random_uuid(), person_id, id,"
        " course_id, %s, 'appealed', %s, %s, %s, 'x', '' from learning_enrolment where uuid = %s returning id, uuid",
        [path, at, at.date(), at, enrolment],
    )
    attempt = rows.scalar(
        "insert into learning_applicationtry (check_of_id, number, words, seed, sent_at)"
        " values (%s, 1, 'x', gen_random_uuid(), %s) returning id",
        [check[0], at],
    )
    asked = rows.scalar(
        "insert into learning_peerask (uuid, attempt_id, peer_id, state, asked_at, due_on, answers, reason)"
        " values (gen_random_uuid(), %s, %s, 'waiting', %s, %s, '[]', '') returning uuid",
        [attempt, asha, at, at.date()],
    )
    return {"entry": entry, "check": check[1], "asked": asked}


def units_of(person_id: int, enrolment: uuid.UUID, lesson, at) -> dict[str, uuid.UUID]:
    """A course of units of hers, and a session in it."""
    package = rows.scalar(
        "insert into learning_package (uuid, sha256, standard, edition, identifier, title, filename, files, bytes)"
        " values (gen_random_uuid(), %s, 'cmi5', 'cmi5', 'x', 'X', 'x.zip', 1, 1) returning id",
        ["0" * 64],
    )
    unit = rows.scalar(
        "insert into learning_packageunit (uuid, package_id, position, depth, kind, iri, titles, descriptions,"
        " objectives, url, own_window, move_on, activity_type) values (gen_random_uuid(), %s, 1, 1, 'au',"
        " 'https://p.example/1', '{\"en\": \"One\"}', '{}', '[]', 'a.html', false, 'Passed', '') returning id",
        [package],
    )
    registration = rows.scalar(
        "insert into learning_registration (uuid, person_id, part_id, enrolment_id, package_id, registered_at)"
        " select gen_random_uuid(), %s, %s, id, %s, %s from learning_enrolment where uuid = %s returning uuid",
        [person_id, lesson.parts[0].id, package, at, enrolment],
    )
    session = rows.scalar(
        "insert into learning_launchsession (uuid, registration_id, unit_id, mode, state, launched_at, expires_at,"
        " said) select gen_random_uuid(), id, %s, 'Normal', 'open', %s, %s, '{}' from learning_registration"
        " where uuid = %s returning uuid",
        [unit, at, at, registration],
    )
    return {"registration": registration, "session": session}


def tools(cast, course_id: int, at) -> dict[str, uuid.UUID]:
    """A learning tool of her ministry with a line item in the course, something that it offered, another platform."""
    told = "'https://tool.example.org/', 'https://tool.example.org/', '', '{https://tool.example.org/}',"
    tool = rows.scalar(
        "insert into lti_tool (uuid, client_id, name, description, organisation_id, state, origin, initiation_url,"
        " target_url, deep_link_url, redirect_uris, jwks_url, custom, scopes, shares_name, shares_email, policy_url,"
        f" registered_at, confirmed_at) values (gen_random_uuid(), 'tool-m', 'Tool', '', %s, 'active', 'hand', {told}"
        " 'https://tool.example.org/', '{}', '{}', false, false, '', %s, %s) returning uuid",
        [cast.ministry.id, at, at],
    )
    deployment = rows.scalar(
        "insert into lti_deployment (uuid, tool_id, label, organisation_id, made_at)"
        " select gen_random_uuid(), id, 'Ministry', organisation_id, %s from lti_tool returning uuid",
        [at],
    )
    return {
        "tool": tool,
        "deployment": deployment,
        "line_item": rows.scalar(
            "insert into lti_lineitem (uuid, deployment_id, course_id, label, score_maximum, resource_id, tag, extra,"
            " coupled, made_at) select gen_random_uuid(), id, %s, 'L', 1, '', '', '{}', false, %s from lti_deployment"
            " returning uuid",
            [course_id, at],
        ),
        "offer": rows.scalar(
            "insert into lti_offer (uuid, deployment_id, person_id, draft_id, items, message, received_at)"
            " select gen_random_uuid(), e.id, %s, d.id, '[]', '', %s from lti_deployment e, learning_draft d"
            " where d.status = 'draft' limit 1 returning uuid",
            [cast.learner.person_id, at],
        ),
        "platform": rows.scalar(
            "insert into lti_platform (uuid, name, issuer, client_id, deployments, login_url, token_url, audience,"
            " jwks_url, state, registered_at, confirmed_at) values (gen_random_uuid(), 'P', 'https://p.example.org',"
            " 'c', '{d}', 'https://p.example.org/', 'https://p.example.org/', '', 'https://p.example.org/', 'active',"
            " %s, %s) returning uuid",
            [at, at],
        ),
    }


def adaptive(cast, competency, at) -> dict[str, uuid.UUID]:
    """A bank that is open with a test of hers under way, and an answer of somebody that she was given to mark."""
    asha = cast.learner.person_id
    bank = rows.scalar(
        "insert into assessment_bank (uuid, competency_id, number, status, problem, least, most, enough, minutes,"
        " retake_days, shares, cuts, persons, asked_by_id, asked_at, opened_by_id, opened_at)"
        " values (gen_random_uuid(), %s, 1, 'open', '', 3, 5, 0.3, 30, 90, '[1.0]', '{\"1\": 0.0}', 100,"
        " %s, %s, %s, %s)"
        " returning id",
        [competency, cast.publisher.person_id, at, cast.platform.person_id, at],
    )
    rows.run(
        "insert into assessment_bankitem (bank_id, place, item_id, area, a, b, let)"
        " select %s, row_number() over (order by id) - 1, id, 0, 1, 0, 1 from assessment_item where kind = 'single'",
        [bank],
    )
    sitting = rows.scalar(
        "insert into assessment_sitting (uuid, person_id, bank_id, competency_id, language, opened_at, due_at, closing,"
        " theta, error, passed_over) values (gen_random_uuid(), %s, %s, %s, 'en', %s, %s, '', 0, 1, '{}') returning id",
        [asha, bank, competency, at, at.replace(hour=23)],
    )
    rows.run(
        "insert into assessment_sittingitem (sitting_id, position, place, item_id, shown, chosen, asked_at)"
        " select %s, 1, 0, item_id, array(select key from assessment_option o where o.item_id = b.item_id), '{}', %s"
        " from assessment_bankitem b where place = 0",
        [sitting, at],
    )
    item = rows.scalar(
        "insert into assessment_item (uuid, course_id, key, version, digest, kind, difficulty, clause, body)"
        " select gen_random_uuid(), course_id, 'note', 1, 'x', 'short', 1, '', %s from assessment_item limit 1"
        " returning id",
        ['{"rubric": [{"key": "one", "text": {"en": "One"}, "points": 2}]}'],
    )
    rows.run("insert into assessment_itemtext (item_id, language, text, why) values (%s, 'en', 'Write', '')", [item])
    rows.run(
        "insert into assessment_attemptitem (attempt_id, position, item_id, shown, chosen, section)"
        " select id, 99, %s, '{}', '{Words}', 1 from assessment_attempt",
        [item],
    )
    return {
        "bank": rows.scalar("select uuid from assessment_bank where id = %s", [bank]),
        "sitting": rows.scalar("select uuid from assessment_sitting where id = %s", [sitting]),
        "task": rows.scalar(
            "insert into assessment_marking (uuid, attempt_id, position, item_id, number, asked, peer,"
            " organisation_path, marker_id, asked_at, taken_at, remark) select gen_random_uuid(), id, 99, %s, 9, 1,"
            " true, '', %s, %s, %s, '' from assessment_attempt returning uuid",
            [item, asha, at, at],
        ),
    }


def cascade_of(cast, course_id: int, at) -> dict[str, uuid.UUID]:
    """A cascade of her ministry in which she may train."""
    made = rows.first(
        lambda *row: row,
        "insert into learning_cascade (uuid, organisation_id, course_id, name_en, name_hi, name_ur)"
        " values (gen_random_uuid(), %s, %s, 'X', 'X', '') returning id, uuid",
        [cast.ministry.id, course_id],
    )
    rows.run(
        "insert into learning_cascadetier (cascade_id, position, name_en, name_hi, name_ur, planned, due_on)"
        " select %s, n, 'X', 'X', '', 10, %s from generate_series(1, 2) n",
        [made[0], at.date()],
    )
    trainer = rows.scalar(
        "insert into learning_cascadetrainer (uuid, tier_id, person_id, event_id, qualified_at, barred_reason)"
        " select gen_random_uuid(), id, %s, %s, %s, '' from learning_cascadetier where position = 2 returning uuid",
        [cast.learner.person_id, course_id, at],
    )
    return {"cascade": made[1], "trainer": trainer}


def new_doors(cast, at) -> dict[str, uuid.UUID]:
    """Asha's seat at a sitting of her ministry, its test of the year, and a test to which it invites outsiders."""
    office, by = cast.ministry.id, cast.admin.person_id
    venue = rows.first(
        lambda *row: row,
        "insert into assessment_proctoredsitting (uuid, paper_id, organisation_id, venue, starts_at, ends_at,"
        " late_minutes, places, code_number, made_by_id, made_at) select gen_random_uuid(), id, %s, 'Room 5', %s, %s,"
        " 15, 9, 1, %s, %s from assessment_paper limit 1 returning id, uuid",
        [office, at, at.replace(hour=23), by, at],
    )
    rows.run(
        "insert into assessment_seat (uuid, sitting_id, number, person_id, state, incident, note, wrong_codes)"
        " values (gen_random_uuid(), %s, 1, %s, 'expected', false, '', 0)",
        [venue[0], cast.learner.person_id],
    )
    window = "values (gen_random_uuid(), (select min(id) from assessment_paper), %s, %s, %s, %s, %s"
    return {
        "venue": venue[1],
        "yearly": rows.scalar(
            "insert into assessment_yearlytest (uuid, paper_id, organisation_id, opens_at, closes_at, made_by_id,"
            f" made_at, year, needed, at_sittings) {window}, 2026, 1, false) returning uuid",
            [office, at, at.replace(hour=23), by, at],
        ),
        "open_test": rows.scalar(
            "insert into assessment_publictest (uuid, paper_id, organisation_id, opens_at, closes_at, made_by_id,"
            f" made_at) {window}) returning uuid",
            [office, at, at.replace(hour=23), by, at],
        ),
    }


def annual_plan(cast, at) -> dict[str, object]:
    """The draft of Bala's ministry, with Devi in its unit, an intervention and an order that was read."""
    said = {"actor": cast.admin.actor(at), "at": at}
    body = cast.ministry.uuid
    capacity.form_unit(**said, organisation=body, order_number="A-1", formed_on=at.date())
    capacity.add_member(**said, organisation=body, person=cast.supervisor.person_uuid, chairs=True)
    plan = capacity.draft_plan(**said, organisation=body, year=2026, title_en="Plan")
    training = capacity.Given("functional", True, "Noting", "Deputy Secretary", 3, "online")
    one = capacity.save_intervention(**said, plan=plan, revision=1, intervention=None, given=training)
    source = capacity.add_paper(
        **said, plan=plan, revision=2, kind="other", name="WA-1", text="The Section Officer answers."
    )
    survey = capacity.open_survey(**said, plan=plan, revision=3, opens_on=at.date(), closes_on=at.date())
    day = dt.date(2027, 1, 11)
    batch = capacity.save_batch(
        **said, plan=plan, batch=None, revision=0, given=capacity.GivenBatch(1, "en", day, day, 10)
    )
    scenario = capacity.save_scenario(**said, plan=plan, scenario=None, revision=0, wanted=capacity.Wanted("A"))
    # An outcome as the job would keep it, in which Asha has a seat.
    rows.run(
        "update capacity_scenario set state = 'done', as_on = %s, solved_at = %s, people = 1, wanted = 1, given = 1,"
        " points = 5, bound = 5, value = 5",
        [at.date(), at],
    )
    rows.run(
        "insert into capacity_allotment (scenario_id, person_id, intervention_id, batch_id, points, must, cost, reason)"
        " select s.id, %s, b.intervention_id, b.id, 5, false, 0, '' from capacity_scenario s, capacity_batch b",
        [cast.learner.person_id],
    )
    rows.run(
        "insert into capacity_batchresult (scenario_id, batch_id, held, people, price)"
        " select s.id, b.id, true, 1, 2 from capacity_scenario s, capacity_batch b"
    )
    scheme = competencies.create_scheme(
        agent=SET_UP, organisation_id=cast.ministry.id, code="S", name_en="Scheme", at=at,
        needs={rows.scalar("select code from competencies_competency order by id limit 1"): 2},
    )  # fmt: skip
    stress = capacity.ask_stress_test(**said, plan=plan, scheme=scheme, designation=None, by_on=dt.date(2027, 3, 31))
    rows.run("update capacity_stresstest set state = 'done', posts = 1, unready = 1, most = 1")
    return {
        "plan": plan, "intervention": one, "source": source, "quarter": 3, "batch": batch, "scenario": scenario,
        "stress": stress, "survey": survey,
    }  # fmt: skip


def content_demand(cast, competency_id: int, at) -> dict[str, uuid.UUID]:
    """A lack of the country, and what the Commission asked of one provider for it."""
    terms = rows.scalar(
        "insert into demand_scanterms (least_people, language_courses, weak_ratings, weak_stars, days, reason, made_at)"
        " values (10, 1, 5, 3, 90, '', %s) returning id",
        [at],
    )
    figures = "people, lacking, courses, in_language, lower, languages, rated, plans, counted_on, terms_id"
    lack = rows.first(
        lambda *row: row,
        f"insert into demand_lackrow (uuid, kind, competency_id, level, language, since, {figures}) values"
        " (gen_random_uuid(), 'no_course', %s, 3, '', %s, 12, 12, 0, 0, 0, '{}', 0, 0, %s, %s) returning id, uuid",
        [competency_id, at.date(), at.date(), terms],
    )
    return {
        "lack": lack[1],
        "content_request": rows.scalar(
            "insert into demand_contentrequest (uuid, lack_id, provider_id, state, accepted, due_on, note, asked_at,"
            f" reason, {figures}) values (gen_random_uuid(), %s, (select min(id) from learning_provider), 'open',"
            " false, %s, '', %s, '', 12, 12, 0, 0, 0, '{}', 0, 0, %s, %s) returning uuid",
            [lack[0], at.date(), at, at.date(), terms],
        ),
    }


def evaluations(cast, at) -> dict[str, object]:
    """A study whose lot is drawn, a service indicator with a source, and a room that waits for a second person."""
    said, day = {"actor": cast.analyst.actor(at), "at": at}, dt.timedelta(days=1)
    study = evaluation.draft_study(
        **said, number=uuid.uuid4(),
        terms=StudyTerms("Study", "Does it help?", Design.LOTTERY, 0, 6, 1, Assumptions(0.5, 10, 0.1, 0.5)),
    )  # fmt: skip
    units = "".join(f"u{n},Unit {n},S\n" for n in range(12))
    evaluation.bring_units(**said, study=study, content=f"code,name,stratum\n{units}".encode())
    service = evaluation.define_service(
        **said, code="S", name="Service", definition="D", measure="%", higher_is_better=True
    )
    evaluation.bring_service(
        **said, service=service, content=b"unit,month,value\nu1,2026-01,5\n", publisher="P", address="A", licence="L",
        fetched_at=at,
    )  # fmt: skip
    evaluation.set_indicators(**said, study=study, terms=[IndicatorTerms("i", "Name", "D", True, True, service)])
    first, last = WaveTerms(WaveKind.BASELINE, at.date(), at.date()), at.date() + day
    evaluation.set_waves(**said, study=study, terms=[first, WaveTerms(WaveKind.ENDLINE, last, last)])
    weigh.call(study=str(study), run=str(rows.scalar("select run from evaluation_study")))
    evaluation.register_study(**said, study=study)
    evaluation.draw_lot(**said, study=study, word="1")
    lines = "".join(f"u{n},i,{n},1,{at.date()}\n" for n in range(12))
    evaluation.bring_wave(
        **said, study=study, wave=0, name="w.csv", content=f"unit,indicator,value,answers,day\n{lines}".encode()
    )
    room = evaluation.propose_room(
        **said, number=uuid.uuid4(),
        terms=RoomTerms("Room", "P", cast.ministry.uuid, ("officers.age",), ("r@example.org",), at, at + day),
    )  # fmt: skip
    return {"study": study, "service": service, "room": room, "table": "officers"}


def appraisal(cast, at) -> dict[str, uuid.UUID]:
    """The appraisal year of her ministry, a figure that she contests, days of hers on leave, the feed that tells it."""
    said, body = {"actor": cast.admin.actor(at), "at": at}, cast.ministry.uuid
    order = talent.enter_order(
        **said, organisation=body,
        terms=talent.OrderTerms("O-1", at.date(), "Under Secretary", "Half of them.", 2025, needs_test=False),
    )  # fmt: skip
    first, last = at.date().replace(month=4, day=1), at.date().replace(year=at.year + 1, month=3, day=31)
    year = talent.draft_year(
        **said, organisation=body, year=at.year, terms=talent.YearTerms(order, first, last, last, first)
    )
    talent.open_year(**said, appraisal=year, revision=1)
    feed = talent.connect_feed(
        actor=cast.platform.actor(at), organisation=body, name="Appraisal", url="", public_key="A" * 43, at=at
    )
    return {
        "appraisal": year,
        "dispute": talent.contest(actor=cast.learner.actor(at), about="days", words="I was here.", at=at),
        "absence": talent.enter_absence(
            **said, person=cast.learner.person_uuid, kind="leave", from_on=first, until_on=first, order_number="L-1"
        ),
        "channel": feed,
        "away": bring_absences(
            **said,
            organisation=body,
            filename="leave.csv",
            content=b"Officer,Kind,First day,Last day,Order number\nasha,leave,2026-04-01,2026-04-02,L-2\n",
        ),
    }


def mandates(cast, course_id: int, at) -> dict[str, uuid.UUID]:
    """An order of her ministry that binds her, and an exemption that she asks for."""
    mandate = rows.first(
        lambda *row: row,
        "insert into plans_mandate (uuid, organisation_id, status, title_en, title_hi, title_ur, number, clause,"
        " issuer, why, for_appraisal, starts_on, wants, needed, counts, anchor, amount, unit, round_to, repeat_basis,"
        " revision, changed_at, published_at, retired_reason) values (gen_random_uuid(), %s, 'live', 'M', '', '', 'N',"
        " '', 'I', 'W', false, %s, 'items', 1, 'ever', 'start', 30, 'days', '', '', 1, %s, %s, '') returning id, uuid",
        [cast.ministry.id, at.date(), at, at],
    )
    rows.run(
        "insert into plans_mandateitem (mandate_id, place, course_id, equivalent) values (%s, 1, %s, false)",
        [mandate[0], course_id],
    )
    rows.run("insert into plans_mandaterule (mandate_id, number, excludes) values (%s, 1, false)", [mandate[0]])
    rows.run(
        "insert into plans_mandatereach (mandate_id, organisation_id) values (%s, %s)", [mandate[0], cast.ministry.id]
    )
    return {
        "mandate": mandate[1],
        "relief": rows.scalar(
            "insert into plans_relief (uuid, mandate_id, person_id, kind, state, organisation_path, reason, from_on,"
            " asked_at, note) values (gen_random_uuid(), %s, %s, 'exemption', 'waiting', %s, 'x', %s, %s, '')"
            " returning uuid",
            [mandate[0], cast.learner.person_id, cast.section.path, at.date(), at],
        ),
    }


def pack_of(person_id: int, enrolment: uuid.UUID, at) -> uuid.UUID:
    """What she keeps on a phone."""
    device = rows.scalar(
        "insert into people_device (uuid, person_id, name, public_key, enrolled_at, seen_at)"
        " values (gen_random_uuid(), %s, 'Phone', 'k', %s, %s) returning id",
        [person_id, at, at],
    )
    return rows.scalar(
        "insert into learning_offlinepack (uuid, person_id, device_id, enrolment_id, parts, language, form, bytes,"
        " given_at, valid_until) select gen_random_uuid(), n.person_id, %s, n.id, array(select id from learning_part"
        " where version_id = n.version_id), 'en', 'text', 1, %s, %s from learning_enrolment n where n.uuid = %s"
        " returning uuid",
        [device, at, at, enrolment],
    )


def proofs_of(cast, competency, at) -> dict[str, uuid.UUID]:
    """A claim of hers that waits, a row that she contests, a round of her office with a question to her."""
    asha, section = cast.learner.person_id, cast.section
    round_uuid = rows.scalar(
        "insert into competencies_round (uuid, organisation_id, organisation_path, quarter, closes_on, status,"
        " opened_by_id, opened_at, asked, answered, ended, withheld)"
        " values (gen_random_uuid(), %s, %s, '2026-27 Q3', %s, 'open', %s, %s, 0, 0, 0, 0) returning uuid",
        [section.id, section.path, at.date(), cast.admin.person_id, at],
    )
    return {
        "round": round_uuid,
        "question": rows.scalar(
            "insert into competencies_roundinvitation (round_id, rater_id, subject_id, competency_id, relation, token)"
            " select id, %s, %s, %s, 'subordinate', gen_random_uuid() from competencies_round returning token",
            [asha, cast.supervisor.person_id, competency],
        ),
        "proof": rows.scalar(
            "insert into competencies_proof (uuid, person_id, competency_id, instrument_id, organisation_path,"
            " claimed_level, statement, happened_on, file_name, check_result, check_issuer, status, asked_at,"
            " decision_note) select gen_random_uuid(), %s, %s, id, %s, 2, 'A note', %s, '', '', '', 'waiting', %s, ''"
            " from competencies_instrument where code = 'work-product' returning uuid",
            [asha, competency, section.path, at.date(), at],
        ),
        "contest": rows.scalar(
            "insert into competencies_contest (uuid, evidence_id, person_id, organisation_path, reason, opened_at,"
            " due_on, status, decision) select gen_random_uuid(), id, person_id, %s, 'x', %s, %s, 'open', ''"
            " from competencies_evidence limit 1 returning uuid",
            [section.path, at, at.date()],
        ),
        "policy": rows.scalar("select uuid from competencies_levelpolicy"),
        "instrument": rows.scalar("select uuid from competencies_instrument where code = 'observation'"),
    }


def signed_in(player, at) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
    return client


def values_for(name: str, pattern, world) -> dict[str, object]:
    """A value for each parameter of the address; KeyError names one that the world does not have."""
    converters = pattern.pattern.converters
    if name == "account_reset_password_from_key":
        return {"uidb36": world["uidb36"], "key": world["key_of_reset"]}
    return {parameter: world[parameter] for parameter in converters}


def of_a_file(name: str) -> bool:
    """Whether it looks like the address of a file; tests of files ask these alone."""
    return name in FILES or not str(ADDRESSES[name].pattern).endswith("/")


def is_file(response) -> bool:
    return response.status_code == 200 and "Content-Disposition" in response.headers


def strangers_values(values: dict[str, object], pattern) -> dict[str, object]:
    """The same address for things that are not there."""
    nothing: dict[str, object] = {}
    for parameter, value in values.items():
        converter = pattern.pattern.converters.get(parameter)
        nothing[parameter] = uuid.uuid4() if isinstance(converter, UUIDConverter) else value
        assert converter is None or isinstance(
            converter, UUIDConverter | IntConverter | StringConverter | SlugConverter
        )
    return nothing


def bare(response) -> tuple[int, str]:
    """Status and body without what differs at every request."""
    text = b"".join(response.streaming_content) if response.streaming else response.content
    body = text.decode(errors="replace")
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*', "", body)
    return response.status_code, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", body)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_what_is_not_hers_and_nothing_breaks(role, cast, world, at):
    faults, leaks, open_doors, compared = [], [], [], 0
    with clock.frozen(at):
        client = Client(raise_request_exception=False) if role == "anonymous" else signed_in(getattr(cast, role), at)
        client.get("/")  # the first page of a visit carries the style sheet, later ones do not
        names = sorted(ADDRESSES, key=lambda name: (name in SPENDS_THE_SESSION, name))
        for name in names:
            pattern = ADDRESSES[name]
            values = values_for(name, pattern, world)
            hers = reverse(name, kwargs=values)
            nowhere = reverse(name, kwargs=strangers_values(values, pattern))
            for method in METHODS:
                client.cookies.pop("messages", None)  # what an earlier act left to say is no part of this answer
                answer = nothing = getattr(client, method)(hers)
                if nowhere != hers and method != "head":  # whose answer has no body to tell anything by
                    nothing = getattr(client, method)(nowhere)
                    compared += 1
                if method == "get" and is_file(answer) and not of_a_file(name):
                    open_doors.append(f"{name}: a file whose address is that of a page; put it into FILES")
                if answer.status_code >= 500 or nothing.status_code >= 500:
                    faults.append(f"{method} {hers}: {answer.status_code}, {nothing.status_code}")
                public = getattr(pattern.callback, "public", None)
                if public is None:
                    open_doors.append(f"{name}: neither public nor signed_in")
                if role == "anonymous" and public is False and answer.status_code not in (302, 404, 405):
                    open_doors.append(f"{method} {hers}: {answer.status_code} for nobody")
                closed = answer.status_code == 404
                if closed and bare(answer) != bare(nothing):
                    leaks.append(f"{method} {hers}: not hers differs from not there")
                hidden = any(parameter in HERS for parameter in values) and role in STRANGERS
                if hidden and public is False and answer.status_code not in (404, 405):
                    leaks.append(f"{method} {hers}: {answer.status_code} for {role}")
    assert faults == []
    assert open_doors == []
    assert leaks == []
    of_things = [one for one in ADDRESSES.values() if UUIDConverter in map(type, one.pattern.converters.values())]
    assert compared == (len(METHODS) - 1) * len(of_things) > 500


def test_a_stranger_changes_nothing(cast, world, at):
    """After another ministry's admin has posted to every address with Asha's things, her things are as they were."""
    watched = {
        table: f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"
        for table in (
            "learning_enrolment", "learning_partprogress", "assessment_attempt", "assessment_attemptitem",
            "assessment_seat", "assessment_proctoredsitting", "assessment_yearlytest", "assessment_publictest",
            "assessment_candidate",
            "assessment_attemptrequest", "assessment_recheck", "credentials_certificate",
            "competencies_evidence", "competencies_level", "competencies_frameworkproposal",
            "competencies_crosswalklink", "competencies_workorder", "competencies_orderposition",
            "competencies_proof", "competencies_contest",
            "competencies_round", "competencies_roundinvitation", "competencies_roundbox",
            "feeds_profilerequest", "feeds_scimuser", "feeds_token",
            "ingest_client", "ingest_forward", "ingest_statement", "ingest_document",
            "learning_provider", "learning_providermember", "learning_draft", "learning_draftedpart",
            "learning_courserating", "learning_programmeenrolment", "learning_accessrequest", "learning_admission",
            "learning_gatheringplace", "learning_learningcredit", "learning_jobentry", "learning_applicationcheck",
            "learning_applicationtry", "learning_peerask",
            "learning_courserating", "lti_tool", "lti_deployment", "lti_lineitem", "lti_offer", "lti_platform",
            "plans_mandate", "plans_mandateitem", "plans_mandaterule", "plans_relief",
            "capacity_plan", "capacity_planstep", "capacity_annex", "capacity_budgetline", "capacity_intervention",
            "capacity_capacityunit", "capacity_unitmember", "capacity_sourcepaper", "capacity_importance",
            "demand_lackrow", "demand_contentrequest", "demand_requeststep", "demand_scanterms",
            "capacity_survey", "capacity_surveyreply", "capacity_expenditure",
            "capacity_batch", "capacity_scenario", "capacity_scenariobatch", "capacity_seatlock", "capacity_allotment",
            "capacity_stresstest",
            "talent_appraisalorder", "talent_appraisalyear", "talent_absence", "talent_contest", "talent_allowance",
            "talent_feed", "talent_feedbatch", "talent_feedline", "kernel_bulkact",
            "evaluation_study", "evaluation_studyunit", "evaluation_studynote", "evaluation_measured",
            "evaluation_servicefigure", "evaluation_room", "evaluation_roomassessor", "evaluation_roomdownload",
            "orgs_incumbency", "orgs_post", "people_person",
            "orgs_delegatedauthority", "orgs_organisationspell", "orgs_retirement",
        )
    }  # fmt: skip
    before = {table: rows.scalar(query) for table, query in watched.items()}
    with clock.frozen(at):
        client = signed_in(cast.other_admin, at)
        for name, pattern in ADDRESSES.items():
            values = values_for(name, pattern, world)
            if not any(parameter in (*HERS, "organisation", "xapi_client", "forward") for parameter in values):
                continue
            path = reverse(name, kwargs=values)
            for method in ("post", "put", "delete"):
                getattr(client, method)(path, {"reason": "x", "seconds": "900", "answer": "1"})
    assert {table: rows.scalar(query) for table, query in watched.items()} == before
