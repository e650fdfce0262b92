"""The parsers that `bench.fuzz_parsers` throws at: a good input of each, how it is called, what it may refuse with.

Here those of courses and of the record store; of other systems and registers in `bench.fuzz_registers`, slides and
players in `bench.fuzz_players`.
"""

import functools
import io
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

from bench import fuzz_players, fuzz_registers, fuzz_statements
from bench.fuzz_formats import promises, seeds
from bench.fuzz_parsers import NOW, Parser
from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti, qti_item, qti_names, templates
from karmayogi.ingest.engine import codec, documents, formats, multipart, signatures, statements, syntax
from karmayogi.ingest.types import Invalid, Version
from karmayogi.kernel import markup
from karmayogi.learning.engine import h5p_package, h5p_statement, manifest, naming, tar_policy, zip_policy
from karmayogi.learning.engine.cmi5 import names, rules, structure, tincan
from karmayogi.learning.engine.exchange import cartridge, h5p, markdown_quiz, moodle, olx, own_form
from karmayogi.learning.engine.zip_policy import PackageFault
from karmayogi.learning.types import CourseFault, Why
from tests.learning import foreign, h5p_files, in_order, units
from tests.learning.conftest import MANIFEST_12

FILES = frozenset({"a.html", "sub/b.html", "imsmanifest.xml", "cmi5.xml"})


def parsers() -> dict[str, Parser]:
    return _packages() | _courses() | _store() | fuzz_registers.parsers() | fuzz_players.parsers()


def _packages() -> dict[str, Parser]:
    course = units.structure(units.block("a", units.au(1, url="sub/b.html"), units.au(2)), units.au(3)).encode()
    exercise = {name: body for name, body in h5p_files.ask().items() if name.endswith(".json")}
    there = frozenset(h5p_files.ask())
    packed = foreign.zipped({"a.html": b"<p>a</p>", "sub/b.html": b"b", "imsmanifest.xml": b"<manifest/>"})

    def unzip(content: bytes) -> None:
        with zip_policy.open_zip(io.BytesIO(content)) as archive:
            for member in zip_policy.members(archive):
                assert not member.path.startswith("/") and ".." not in member.path.split("/"), member
                for _chunk in zip_policy.chunks(archive, member):
                    pass

    def untar(content: bytes) -> None:
        def write(path: str, chunks: Any) -> None:
            assert not path.startswith("/") and ".." not in path.split("/"), path
            for _chunk in chunks:
                pass

        tar_policy.unpack_tar(io.BytesIO(content), write)

    def exercise_of(files: dict[str, bytes]) -> None:
        found = h5p_package.parse(lambda path: files.get(path, b""), there & (files.keys() | (there - exercise.keys())))
        assert found.minutes >= 1 and json.dumps(found.plan, ensure_ascii=False).encode()

    return {
        "scorm manifest": Parser(
            (MANIFEST_12.encode(), foreign.scorm()["imsmanifest.xml"], in_order.everything().encode()),
            lambda content: [_clean(one.title) for one in manifest.parse(content, FILES | {"index.html"}).items],
            (PackageFault,),
        ),
        "cmi5.xml": Parser((course,), lambda content: _units(structure.parse(content, FILES)), (PackageFault,)),
        "tincan.xml": Parser(
            (units.TINCAN.encode(),), lambda content: _units(tincan.parse(content, FILES)), (PackageFault,)
        ),
        "h5p package": Parser((exercise,), exercise_of, (PackageFault, markup.TooDeep), 2),
        "zip": Parser((packed,), unzip, (PackageFault,)),
        "tar.gz": Parser((foreign.tarred({"a.html": b"a" * 99, "b/c.xml": b"<a/>"}),), untar, (PackageFault,), 2),
    }


def _units(found: structure.Structure) -> None:
    assert any(unit.kind == "au" for unit in found.units)
    assert all(structure.is_iri(unit.iri) for unit in found.units)


def _clean(text: str) -> None:
    """What can be kept: no NUL, no half of a pair."""
    text.encode()


def _courses() -> dict[str, Parser]:
    found = seeds()
    items = {name: body for name, body in found["qti"].items() if b"<assessmentItem " in body}
    test = {
        name: body for name, body in found["qti"].items()
        if name not in items or name.endswith(("single.xml", "hindi.xml", "pairs.xml"))
    }  # fmt: skip
    problems = {name: body for name, body in found["olx"].items() if "/static/" not in name}
    lessons = {name: body for name, body in found["markdown-quiz"].items() if "/en/" in name or "/hi/" in name}

    def item(content: bytes) -> None:
        made, _lost = qti_item.questions_of(qti_names.normal(markup.parse_xml(content)), "q")
        question_file.read(made)

    def package(reader: Any) -> Callable[[dict[str, bytes]], None]:
        def take(files: dict[str, bytes]) -> None:
            if not reader.recognise(files):
                raise CourseFault(Why.UNKNOWN_FORMAT)
            promises(reader.read(files))

        return take

    head = "QuestionNo,QuestionType,Question,QuestionTagging,Option1,isOption1Correct,Option2,isOption2Correct\n"
    table = f"{head}1,MCQ-SCA,Who signs?,Easy,Head,TRUE,Nobody,FALSE\n2,FTB,The Act of __.,Low,2005|MMV,\n"
    faults = (CourseFault, PackageFault, markup.TooDeep)
    pool = [
        {
            "key": "q1", "kind": kind, "difficulty": 2, "clause": "1", "competency": "FUN-095",
            "text": {"en": "What?", "hi": "क्या?"}, "why": {"en": "So."},
            "options": [
                {"key": key, "correct": key == "a", "text": {"en": key, "hi": "क"}} for key in ("a", "b")
            ],
        }
        for kind in ("single", "multiple", "truefalse")
    ]  # fmt: skip
    return {
        "qti item": Parser(
            tuple(sorted(items.values(), key=lambda body: b'identifier="single"' not in body)), item,
            (markup.XmlFault, qti_item.NotHere),
        ),
        "qti test": Parser((test,), package(qti), faults, 4),
        "moodle": Parser((found["moodle"],), package(moodle), faults, 4),
        "olx": Parser((problems,), package(olx), faults, 4),
        "common cartridge": Parser((found["common-cartridge"],), package(cartridge), faults, 4),
        "h5p questions": Parser((found["h5p"],), package(h5p), faults, 4),
        "markdown and quiz": Parser((lessons,), package(markdown_quiz), faults, 4),
        "our own form": Parser((found["karmayogi"],), package(own_form), faults, 4),
        "question templates": Parser(
            ({"a.csv": table.encode("utf-8-sig"), "b.csv": b"\xef\xbb\xbf"},), package(templates), faults, 5
        ),
        "question file": Parser(([pool[0]], [pool[1]], [pool[2]]), _pool, (question_file.Fault,)),
    }  # fmt: skip


def _pool(value: Any) -> None:
    for draft in question_file.read(value if isinstance(value, list) else [value]):
        assert len(draft.digest) == 64 and "en" in draft.text and len(draft.options) >= 2


def _store() -> dict[str, Parser]:
    key = RSAKey.generate_key(2048)
    sealed = tuple(
        jws.serialize_compact({"alg": name}, codec.encode(fuzz_statements.TYPICAL), key, algorithms=[name]).encode()
        for name in ("RS256", "RS512")
    )
    kind, body = multipart.write(
        codec.encode(fuzz_statements.SEEDS[0]), [multipart.part_of(b"abc", "text/plain"), multipart.part_of(b"", "a/b")]
    )

    def unique(body: bytes) -> None:
        value = codec.decode(body)
        assert codec.decode(codec.encode(value)) == value

    def session(statement: Any) -> None:
        statements.check(statement, version=Version.V1)
        rules.judge(
            [statement], _terms(), rules.Standing(initialized=NOW, last=NOW, said=frozenset({"initialized"})), NOW
        )

    def exercise(told: Any) -> None:
        if not isinstance(told, dict):
            raise Invalid("", "no object")  # so says the door before it
        h5p_statement.ended(told)
        made = h5p_statement.statement(told, _where(), uuid.UUID(int=9))
        if made is not None:
            statements.check(codec.decode(codec.encode(made)), version=Version.V1)

    return {
        "statements": Parser(
            tuple(fuzz_statements.SEEDS),
            lambda value: [fuzz_statements.work(value, version) for version in Version], (Invalid,), 2,
        ),
        "statement bytes": Parser(tuple(codec.encode(one) for one in fuzz_statements.SEEDS), unique, (Invalid,)),
        "multipart body": Parser((body,), lambda torn: multipart.read(kind, torn), (Invalid,)),
        "multipart header": Parser((kind,), lambda torn: multipart.read(torn, body), (Invalid,)),
        "signature (JWS)": Parser(
            sealed, lambda torn: signatures.check(fuzz_statements.TYPICAL, torn), (Invalid,)
        ),
        "document": Parser(
            (b'{"a":1,"b":[1.0],"c":{"d":null}}',), lambda torn: documents.merge(b'{"a":2}', torn), (Invalid,)
        ),
        "moment": Parser(("2026-11-20T06:30:00.123+05:30", "2016-12-31T23:59:60Z"), _moment, (ValueError,)),
        "languages wanted": Parser(("hi, en-IN;q=0.8, *;q=0.1",), formats.languages),
        "session of a unit": Parser((_said("progressed"), _said("completed")), session, (Invalid, rules.Broken)),
        "what an exercise says": Parser((_answered(),), exercise, (Invalid,)),
    }  # fmt: skip


def _moment(text: str) -> None:
    assert syntax.moment(text).tzinfo is not None
    assert syntax.moment(syntax.in_utc(text)) == syntax.moment(text)


@functools.cache
def _terms() -> rules.Terms:
    return rules.Terms(
        session="s-1", registration="00000000-0000-4000-8000-000000000001", home_page="https://lms.example/",
        account="learner", activity="https://lms.example/units/1", publisher="https://pub.example/au/1",
        mastery=Decimal("0.8"),
    )  # fmt: skip


def _said(word: str) -> dict[str, Any]:
    terms = _terms()
    category = [{"id": names.CMI5}, {"id": names.MOVE_ON}] if word == "completed" else []
    result = {"completion": True, "duration": "PT1S"} if word == "completed" else {"score": {"scaled": 0.5}}
    return {
        "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
        "actor": {"account": {"homePage": terms.home_page, "name": terms.account}, "objectType": "Agent"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{word}"},
        "object": {"id": terms.activity},
        "timestamp": "2026-11-20T06:30:00.000Z",
        "result": result,
        "context": {
            "registration": terms.registration,
            "contextActivities": {"grouping": [{"id": terms.publisher}], "category": category},
            "extensions": {names.SESSION_ID: terms.session},
        },
    }


def _where() -> h5p_statement.Where:
    origin = "https://k.example"
    return h5p_statement.Where(
        naming.learner(origin, "p1"), uuid.UUID(int=7), f"{origin}/learning/parts/1", f"{origin}/learning/courses/1/"
    )


def _answered() -> dict[str, Any]:
    definition = {
        "interactionType": "choice", "correctResponsesPattern": ["a"], "name": {"en-US": "Wet?"},
        "choices": [{"id": one, "description": {"en-US": one}} for one in ("a", "b")],
        "extensions": {"http://h5p.org/x-api/h5p-local-content-id": 1},
    }  # fmt: skip
    return {
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en-US": "answered"}},
        "object": {"id": "http://c.example/1?subContentId=ab-1", "definition": definition},
        "result": {
            "score": {"min": 0, "raw": 1, "max": 2, "scaled": 0.5}, "completion": True, "success": False,
            "duration": "PT3.2S", "response": "a",
        },
        "context": {"contextActivities": {"category": [{"id": "http://www.h5p.org/libraries/H5P.TrueFalse-1.6"}]}},
    }  # fmt: skip
