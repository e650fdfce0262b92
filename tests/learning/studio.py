"""A licensed provider with people who write, review and publish, and one next door; a course made step by step."""

import datetime as dt
import uuid
from dataclasses import replace

from karmayogi.kernel import rows
from karmayogi.kernel.access import Role, System
from karmayogi.learning.actions.authoring import begin, providers, quality, review, write, write_part
from karmayogi.learning.queries.authoring.quality import form_in_force, questions_of_form
from karmayogi.learning.queries.authoring.said import draft_said
from tests.cast import Cast, Player

TEXT = "# What it is about\n\nEvery citizen may ask. The office answers within thirty days.\n\n- Read.\n- Answer.\n"


def question(number: int) -> dict[str, object]:
    """As the question file has it, in English and Hindi."""
    return {
        "key": f"q{number}", "kind": "single", "difficulty": 2, "clause": "s. 7", "why": {"en": "The Act says so."},
        "text": {"en": f"Question {number}?", "hi": f"प्रश्न {number}?"},
        "options": [
            {"key": "a", "correct": True, "text": {"en": "Thirty days", "hi": "तीस दिन"}},
            {"key": "b", "correct": False, "text": {"en": "A year", "hi": "एक वर्ष"}},
        ],
    }  # fmt: skip


class Studio:
    """Devi writes, Farah reviews, Imran publishes for the institute; Chandra writes for a company next door."""

    def __init__(self, cast: Cast, at: dt.datetime, houses: tuple[uuid.UUID, uuid.UUID] | None = None) -> None:
        """houses: the two providers with their people, where they are there already."""
        self.cast, self.at = cast, at
        self.author, self.reviewer, self.publisher = cast.supervisor, cast.head, cast.publisher
        self.neighbour, self.platform = cast.outsider, cast.platform
        if houses:
            self.institute, self.company = houses
            return
        self.institute = self.provider("Institute of Rules", self.author, "नियम संस्थान")
        self.company = self.provider("Course Company", self.neighbour)
        self.join(self.institute, self.author, Role.CONTENT_CREATOR)
        self.join(self.institute, self.reviewer, Role.CONTENT_REVIEWER)
        self.join(self.institute, self.publisher, Role.CONTENT_PUBLISHER)
        self.join(self.company, self.neighbour, Role.CONTENT_CREATOR)

    def provider(self, name: str, applicant: Player, name_hi: str = "") -> uuid.UUID:
        made = providers.apply(
            actor=applicant.actor(self.at), name=name, name_hi=name_hi, kind="institute", about="Rules", at=self.at
        )
        providers.license_provider(
            actor=self.platform.actor(self.at), provider=made, valid_from=self.at.date(), valid_to=None,
            most_live=None, reason="It has taught for ten years.", at=self.at,
        )  # fmt: skip
        return made

    def join(self, provider: uuid.UUID, who: Player, role: Role) -> None:
        providers.add_member(
            actor=self.platform.actor(self.at), provider=provider, email=who.email, role=role, at=self.at
        )

    def begin(self, title: str = "Answering citizens", languages: tuple[str, ...] = ("en",)) -> uuid.UUID:
        return begin.begin_course(
            actor=self.author.actor(self.at), provider=self.institute, title=title, language="en",
            languages=list(languages), at=self.at,
        )  # fmt: skip

    def about(self, draft: uuid.UUID, revision: int = 1, who: Player | None = None, **changes: object) -> bool:
        said = draft_said(self.id(draft))
        about = write.About(
            {"en": said.titles.get("en") or "Answering citizens", "hi": "नागरिकों को उत्तर"},
            {"en": "Answer requests in time.", "hi": "समय पर उत्तर दें।"}, said.languages, "online", "CC BY 4.0", 60, None,
            2, 10, 3,
        )  # fmt: skip
        return write.save_about(
            actor=(who or self.author).actor(self.at), draft=draft, revision=revision,
            about=replace(about, **changes), at=self.at,
        )  # fmt: skip

    def part(self, draft: uuid.UUID, kind: str, title: str) -> uuid.UUID:
        return write.add_part(
            actor=self.author.actor(self.at), draft=draft, kind=kind, title=title, language="en", at=self.at
        )

    def write(
        self, draft: uuid.UUID, part: uuid.UUID, language: str = "en", revision: int = 1, **given: object
    ) -> bool:
        written = write_part.Written(title="A part", source=TEXT, minutes=6)
        return write_part.save_part(
            actor=self.author.actor(self.at), draft=draft, part=part, language=language, revision=revision,
            written=replace(written, **given), at=self.at,
        )  # fmt: skip

    def complete(self, languages: tuple[str, ...] = ("en",)) -> uuid.UUID:
        """A draft that lacks nothing: a page and a test."""
        draft = self.begin(languages=languages)
        self.about(draft)
        actor = self.author.actor(self.at)
        write.set_competency(actor=actor, draft=draft, code="FUN-095", level=2, at=self.at)
        page, test = self.part(draft, "page", "The Act"), self.part(draft, "quiz", "Test")
        for language in languages:
            self.write(draft, page, language, 1 if language == "en" else 0, title="The Act")
            self.write(draft, test, language, 1 if language == "en" else 0, title="Test", source="", minutes=10)
        write_part.put_questions(
            actor=actor, draft=draft, part=test, questions=[question(1), question(2), question(3)], at=self.at
        )
        return draft

    def marks(self, points: int = 5) -> dict[str, int]:
        quality.ensure_quality_form(agent=System("test"), at=self.at)
        form = form_in_force()
        assert form
        return {one.key: points for one in questions_of_form(form.id)}

    def mark(self, draft: uuid.UUID, points: int = 5, who: Player | None = None) -> int:
        notes = dict.fromkeys(self.marks(), "Not there") if points == 0 else {}
        return quality.give_marks(
            actor=(who or self.reviewer).actor(self.at), draft=draft, marks=self.marks(points), notes=notes, at=self.at
        )

    def ready(self, draft: uuid.UUID) -> uuid.UUID:
        """Sent, marked and passed."""
        review.send(actor=self.author.actor(self.at), draft=draft, at=self.at)
        self.mark(draft)
        review.pass_on(actor=self.reviewer.actor(self.at), draft=draft, at=self.at)
        return draft

    def published(self, draft: uuid.UUID | None = None) -> uuid.UUID:
        """The course's uuid."""
        made = review.publish_draft(
            actor=self.publisher.actor(self.at), draft=self.ready(draft or self.complete()), at=self.at
        )
        return made.uuid

    def id(self, draft: uuid.UUID) -> int:
        return int(rows.scalar("select id from learning_draft where uuid = %s", [draft]))

    def status(self, draft: uuid.UUID) -> str:
        return str(rows.scalar("select status from learning_draft where uuid = %s", [draft]))
