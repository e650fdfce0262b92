"""The paper: one page, tagged, in three languages, with text that machines can read; looked at by people, too."""

import dataclasses
import datetime as dt
import io
import shutil
import subprocess
import unicodedata
import uuid
from urllib.parse import urlsplit

import pypdf
import pytest

from karmayogi.credentials.actions import typeset as typesetting
from karmayogi.credentials.actions.clear_prints import clear_prints, drop_prints
from karmayogi.credentials.actions.take_back import take_back
from karmayogi.credentials.actions.typeset import pdf, typeset
from karmayogi.credentials.engine.wording import LANGUAGES, PRINTABLE, day
from karmayogi.credentials.models import Certificate, Print
from karmayogi.credentials.queries.wording import wording
from karmayogi.kernel import clock, files, rows
from karmayogi.kernel.access import NotFound, System
from karmayogi.kernel.models import StoredFile
from tests import qr
from tests.credentials.engine.test_badge import FACTS

URDU = dataclasses.replace(
    FACTS, name="Ayesha Siddiqui", name_native="عائشہ صدیقی", title="نوٹ نویسی اور مسودہ نگاری", title_language="ur",
    competencies=(("F1.2", "نوٹ نویسی اور مسودہ نگاری", 2), ("B2.1", "ابلاغ", 1)),
)  # fmt: skip
ENGLISH = dataclasses.replace(FACTS, title="Noting and drafting", title_language="en")
SHOWN = {
    "en": (ENGLISH, ["Certificate of completion", "Asha Rao", "आशा राव", "Noting and drafting", "2 · Proficient",
                     "proved by a server-marked test", "2 h 30 min", "20 November 2026"]),
    "hi": (FACTS, ["पूर्णता प्रमाणपत्र", "आशा राव", "Asha Rao", "टिप्पण और प्रारूपण", "2 · प्रवीण", "2 घंटे 30 मिनट",
                   "सर्वर द्वारा जाँची गई परीक्षा से प्रमाणित", "20 नवंबर 2026"]),
    "ur": (URDU, ["سند تکمیل", "عائشہ صدیقی", "Ayesha Siddiqui", "نوٹ نویسی اور مسودہ نگاری", "2 · مشاق",
                  "سرور سے جانچے گئے امتحان سے ثابت", "20 نومبر 2026"]),
}  # fmt: skip


def opened(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def plain(text: str) -> str:
    """Without marks of direction, which readers of PDF add; blanks as one."""
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def by_pypdf(content: bytes) -> str:
    return opened(content).pages[0].extract_text()


def by_poppler(content: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()


# Poppler judges too wherever it is installed.
READERS = [by_pypdf, *([by_poppler] if shutil.which("pdftotext") else [])]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("language", SHOWN)
def test_the_text_comes_out_as_it_went_in(language, reader):
    facts, lines = SHOWN[language]
    text = plain(reader(pdf(facts, language, "A ministry")))
    for line in [*lines, facts.code, "85%", "A ministry", "/credentials/verify/"]:
        # Where a line has two directions, poppler puts its numbers where they stand and not where they are read.
        if reader is by_pypdf or language != "ur" or not any(symbol.isdigit() for symbol in line) or line == facts.code:
            assert line in text, line


@pytest.mark.parametrize(
    "name",
    ["مُحمّدِ اعلیٰ", "شیخ عبدُاللہ", "श्रीकृष्ण क्षत्रिय", "ज्ञानेन्द्र त्रिपाठी", "किरण सिंह", "रुद्र हृषीकेश", "ऐश्वर्या कुँवर", "आ.अ. ओं"],
)
@pytest.mark.parametrize("language", SHOWN)
def test_hard_names(name, language):
    """Vowel signs, conjuncts and marks come out once each and in their order, whatever the language of the page."""
    facts = dataclasses.replace(ENGLISH, name_native=name)
    assert name in plain(by_pypdf(pdf(facts, language, "A ministry")))


EIGHTH = {
    "as": "অসমীয়া বৰুৱা", "bn": "শ্রীমতী ক্ষমা চট্টোপাধ্যায়", "gu": "શ્રીકૃષ્ણ ત્રિવેદી", "kn": "ಶ್ರೀಕೃಷ್ಣ ಜ್ಞಾನೇಶ್ವರ",
    "ml": "കൃഷ്ണൻകുട്ടി നമ്പ്യാർ", "mni": "ꯃꯩꯇꯩ ꯂꯣꯏꯔꯦꯝꯕꯝ", "or": "ଶ୍ରୀକୃଷ୍ଣ ପଟ୍ଟନାୟକ", "pa": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "sat": "ᱥᱟᱱᱛᱟᱲᱤ ᱢᱩᱨᱢᱩ", "ta": "தமிழ்ச்செல்வி கோபாலகிருஷ்ணன்", "te": "లక్ష్మీ శ్రీనివాస్",
}  # fmt: skip


@pytest.mark.parametrize("name", EIGHTH.values(), ids=EIGHTH)
def test_names_in_every_script_of_the_eighth_schedule(name):
    """Printed in their own script, once each sign and in its order, by every reader; on a Hindi page first."""
    facts = dataclasses.replace(ENGLISH, name_native=name)
    for language in ("en", "hi"):
        made = pdf(facts, language, "A ministry")
        for reader in READERS:
            assert name in plain(reader(made)), (language, reader.__name__)
        assert len(opened(made).pages) == 1


def nodes(node):
    """Every element of the tree of tags."""
    node = node.get_object()
    for inner in node if isinstance(node, list) else []:
        yield from nodes(inner)
    if isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from nodes(node["/K"])


def alternatives_of(document):
    return [node.get("/Alt") for node in nodes(document.trailer["/Root"]["/StructTreeRoot"]["/K"])]


def languages_of(document):
    """As which languages anything on it is marked."""
    root = document.trailer["/Root"]
    return {root["/Lang"]} | {node["/Lang"] for node in nodes(root["/StructTreeRoot"]["/K"]) if "/Lang" in node}


@pytest.mark.parametrize("language", SHOWN)
def test_it_is_accessible(language):
    """PDF/UA-1 (ISO 14289-1): says so itself; tagged, with language and title; headings, tables and pictures."""
    document = opened(pdf(SHOWN[language][0], language, "A ministry"))
    root = document.trailer["/Root"]
    assert root["/Lang"] == language and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert SHOWN[language][0].title in document.metadata.title
    tags = {node.get("/S") for node in nodes(root["/StructTreeRoot"]["/K"])}
    assert {"/Document", "/H1", "/P", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= tags
    assert any(alternative and "/v/" + FACTS.code in alternative for alternative in alternatives_of(document))


@pytest.mark.parametrize("language", SHOWN)
def test_the_qr_leads_a_camera_to_its_page(language):
    (address,) = qr.read(pdf(SHOWN[language][0], language, "A ministry"))
    assert urlsplit(address).scheme in ("http", "https")
    assert urlsplit(address).path == f"/v/{SHOWN[language][0].code}"


def test_markup_in_a_name_is_a_name(tmp_path):
    evil = '#eval("1") $x$ *b* _i_ <l> @r // \\u{41} = H `c` [#import "x"] {{ }} " \' #'
    facts = dataclasses.replace(ENGLISH, name=evil, title=evil, competencies=(("x", evil, 1),))
    [page] = opened(pdf(facts, "en", "A ministry")).pages
    assert plain(page.extract_text()).replace(" ", "").count(evil.replace(" ", "")) == 3


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_what_the_fonts_lack_does_not_stop_it(language):
    facts = dataclasses.replace(
        FACTS, name="Kavitha R. \u202eevil\u0007", name_native="කවිතා", title="Course 🎓 සිංහල in\x0bfive\nparts",
        competencies=(("x", "සිංහල", 1),),
    )  # fmt: skip
    [page] = opened(pdf(facts, language, "අමාත්‍ය")).pages
    assert "Kavitha R. evil" in page.extract_text()


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_that_we_call_printable_prints(bold):
    letters = sorted(PRINTABLE - {" ", "\xa0"})
    pieces = ["".join(letters[i : i + 60]) for i in range(0, len(letters), 60)]
    for piece in pieces:
        changes = {"name": piece} if bold else {"competencies": (("x", piece, 1),)}
        assert pdf(dataclasses.replace(ENGLISH, name_native="", **changes), "en", "A ministry")


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_longest_still_is_one_page(language):
    long = dataclasses.replace(
        SHOWN[language][0], name="Venkatanarasimharajuvaripeta Lakshminarayana Subramaniam Iyer", minutes=1505,
        title="For officers of the Central Secretariat and of attached and subordinate offices, with noting in files "
        "and drafts in three languages", grade="E3", score=100,
        competencies=tuple((f"F{i}", SHOWN[language][0].competencies[0][1] * 2, 3) for i in range(9)),
    )  # fmt: skip
    assert len(opened(pdf(long, language, "Department of Personnel and Training, Government of Somewhere")).pages) == 1


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_shortest(language):
    short = dataclasses.replace(ENGLISH, name="A", name_native="", competencies=(), score=None, minutes=0)
    assert len(opened(pdf(short, language, "X")).pages) == 1


def test_an_owner_takes_the_word_demonstration_away(settings):
    assert "Demonstration" in opened(pdf(ENGLISH, "en", "X")).pages[0].extract_text()
    settings.OWNER_NAME = "A ministry"
    assert "Demonstration" not in opened(pdf(ENGLISH, "en", "X")).pages[0].extract_text()


def test_another_language_is_printed_in_english():
    assert "Certificate of completion" in opened(pdf(ENGLISH, "brx", "X")).pages[0].extract_text()


NAMES = EIGHTH | {"mr": "श्रीकृष्ण ज्ञानेश्वर कऱ्हाडे"}
TESTS = ("certificate_test", "passed_test")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(SHOWN)))
def test_the_words_of_the_paper_in_every_language_of_it(language):
    """Readers of text find each fixed word, each sign once and in its order; the page says its language and stays one
    page, with its QR code."""
    words = wording(language)
    facts = dataclasses.replace(
        ENGLISH, name_native=NAMES[language], title=words["sample_title"], title_language=language,
        valid_until=ENGLISH.issued_at, minutes=61,
        competencies=tuple(("x", words["sample_title"], level) for level in range(1, 6)),
    )  # fmt: skip
    made = pdf(facts, language, "A ministry")
    on = day(ENGLISH.issued_at.date(), language)
    shown = [words[key] for key in ("certificate", "this_is", "completed", "time", "score", "proof", "issued_on",
             "valid_until", "competency", "level", "number", "check", "service", "demonstration", "hour", "minute",
             "sample_title")]  # fmt: skip
    shown += [NAMES[language], "Asha Rao", words["grades"]["E2"], on, *words["levels"]]
    for reader in READERS:
        text = plain(reader(made)).replace(" ", "")  # a long word of the page may stand on two lines
        for line in shown:
            assert plain(line).replace(" ", "") in text, (line, reader.__name__)
    document = opened(made)
    assert len(document.pages) == 1
    assert document.trailer["/Root"]["/Lang"] == language and words["certificate"] in document.metadata.title
    # Nothing in these letters is marked as another language, nothing in Latin ones as this.
    assert languages_of(document) == {language, "en"}
    assert words["qr"].format(link="")[:20] in " ".join(filter(None, alternatives_of(document)))
    (address,) = qr.read(made)
    assert urlsplit(address).path == f"/v/{facts.code}"
    tested = plain(by_pypdf(pdf(dataclasses.replace(facts, kind="test"), language, "X"))).replace(" ", "")
    assert all(words[key].replace(" ", "") in tested for key in TESTS)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(SHOWN)))
def test_the_longest_is_one_page_in_these_languages_too(language):
    words = wording(language)
    long = dataclasses.replace(
        ENGLISH, name="Venkatanarasimharajuvaripeta Lakshminarayana Subramaniam Iyer", name_native=NAMES[language],
        minutes=1505, grade="E3", score=100, title=" ".join([words["check"]] * 2), title_language=language,
        valid_until=ENGLISH.issued_at, competencies=tuple((f"F{i}", words["service"] * 2, 3) for i in range(9)),
    )  # fmt: skip
    assert len(opened(pdf(long, language, "Department of Personnel and Training")).pages) == 1


def test_stored_once(issue):
    row = issue()
    made = typeset(row.uuid)
    assert typeset(row.uuid) == made and Certificate.objects.get().pdf_id == made.id
    with pytest.raises(Certificate.DoesNotExist):
        typeset(uuid.uuid4())


def test_no_paper_stays_of_a_certificate_that_is_erased_while_it_is_made(issue, monkeypatch):
    row = issue()

    def made(*_facts):
        rows.run("delete from credentials_certificatecompetency")
        rows.run("delete from credentials_certificate")
        return b"%PDF-1.7 with a name"

    monkeypatch.setattr(typesetting, "pdf", made)
    with pytest.raises(NotFound):
        typeset(row.uuid)
    assert not StoredFile.objects.exists()


def test_a_paper_in_other_words_is_made_once_and_anew_when_what_it_is_made_of_changes(issue, monkeypatch, at):
    made, asked = [], typesetting._set
    monkeypatch.setattr(typesetting, "_set", lambda *of: made.append(of) or asked(*of))
    row = issue()
    on = at + dt.timedelta(days=1)
    first = typesetting.paper_in(row.uuid, "ta", at)
    assert typesetting.paper_in(row.uuid, "ta", on) == first and len(made) == 1
    kept = Print.objects.get()
    assert (kept.language, kept.read_on) == ("ta", clock.day(on))
    # A file that is gone is made again; so is a page whose words changed, and the one before goes.
    files.path_of(kept.file.sha256).unlink()
    assert typesetting.paper_in(row.uuid, "ta", on) == first and len(made) == 2
    words = typesetting.wording("ta") | {"proof": "Proof, said otherwise"}
    monkeypatch.setattr(typesetting, "wording", lambda language: words)
    other = typesetting.paper_in(row.uuid, "ta", on)
    assert other != first and len(made) == 3 and Print.objects.get().file_id != kept.file_id
    assert not StoredFile.objects.filter(id=kept.file_id).exists()


def test_papers_in_other_words_have_little_room_and_go_with_their_certificate(issue, at):
    row, other = issue(), issue(ref_uuid=uuid.uuid4())
    for days, (which, language) in enumerate([(row, "ta"), (other, "ta"), (row, "te")]):
        typesetting.paper_in(which.uuid, language, at + dt.timedelta(days=days))
    assert clear_prints(2) == 1
    assert sorted(Print.objects.values_list("certificate_id", "language")) == sorted([(other.id, "ta"), (row.id, "te")])
    take_back(agent=System("test"), certificate_uuid=row.uuid, why="test", at=at)
    assert clear_prints() == 1 and StoredFile.objects.count() == 1
    # Of one that stands no more nothing is kept.
    typesetting.paper_in(row.uuid, "te", at)
    assert Print.objects.get().certificate_id == other.id and StoredFile.objects.count() == 1


def test_cut_off_in_the_middle_rows_of_papers_and_of_files_agree(issue, monkeypatch, at):
    """Whatever is interrupted leaves both rows or neither."""
    row = issue()
    forget = files.forget

    def cut_off(*_asked):
        raise KeyboardInterrupt

    def agree(printed):
        stored = set(StoredFile.objects.values_list("id", flat=True))
        assert stored == set(Print.objects.values_list("file_id", flat=True)) and len(stored) == printed

    monkeypatch.setattr(typesetting.rows, "run", cut_off)
    with pytest.raises(KeyboardInterrupt):
        typesetting.paper_in(row.uuid, "ta", at)
    monkeypatch.undo()
    agree(0)
    typesetting.paper_in(row.uuid, "ta", at)
    for clear in (lambda: clear_prints(0), lambda: drop_prints(row.id)):
        monkeypatch.setattr(files, "forget", cut_off)
        with pytest.raises(KeyboardInterrupt):
            clear()
        monkeypatch.setattr(files, "forget", forget)
        agree(1)
    assert clear_prints(0) == 1
    agree(0)
