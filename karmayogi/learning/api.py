"""What other packages may call of learning.

Slots that others fill: `learning.quiz_url` (part uuid -> address of the quiz), `learning.import_questions`
((part id, questions as read from questions.toml, QuizSpec) -> None), `learning.preview_paper` ((questions of a draft,
QuizSpec, form, number of the paper) -> a paper as it would be drawn), `learning.paper_figures` (part uuid -> what
answers said of its forms), `learning.check_questions` ((questions, QuizSpec);
raises Refused), `learning.check_pool` (questions of a draft; raises Refused), `learning.export_questions` (part id ->
(questions, QuizSpec or None)), `learning.course_readers` (name of a module with `recognise` and `read`, see
engine/exchange), `learning.course_tools` ((actor, course uuid) -> lines of links for the page of the course),
`learning.results` ((since, until, limit) -> Acts of the kind TESTED, the oldest first),
`learning.course_notes` ((actor, course uuid) -> [(text, label, address)] of what there is to say about her completion),
`learning.record_rules` (RecordRule),
`learning.launch_url` (part uuid -> where a part of the kind "lti" is opened), `learning.draft_tools` ((actor, draft
uuid) -> [(label, address)] of what else can make parts of a draft), `learning.export_link` (link -> PlannedLink or
None), `learning.knows_link` ((agent, PlannedLink, at) -> whether it can be entered), `learning.take_link` ((agent,
course id, PlannedLink, at) -> the link; raises Refused).
"""

from karmayogi.learning.actions.audience.invite import set_audience
from karmayogi.learning.actions.authoring.providers import add_member as add_provider_member
from karmayogi.learning.actions.authoring.providers import apply as apply_as_provider
from karmayogi.learning.actions.authoring.providers import license_provider
from karmayogi.learning.actions.authoring.write import add_linked_part
from karmayogi.learning.actions.cascades.keep import TierPlan, begin_cascade
from karmayogi.learning.actions.cascades.sessions import add_session as add_cascade_session
from karmayogi.learning.actions.collections.join import join as join_programme
from karmayogi.learning.actions.collections.publish_programme import (
    publish_assessment,
    publish_drawn_test,
    publish_event,
    publish_programme,
)
from karmayogi.learning.actions.correct_result import correct_result
from karmayogi.learning.actions.enrol import enrol
from karmayogi.learning.actions.finish_part import finish_part
from karmayogi.learning.actions.gatherings.attendance import approve_attendance, record_attendance
from karmayogi.learning.actions.import_course import import_course
from karmayogi.learning.actions.import_scorm import import_scorm
from karmayogi.learning.actions.media.text_of import text_of_pdf
from karmayogi.learning.actions.offline.give_pack import terms_for as offline_terms
from karmayogi.learning.actions.onthejob.answer_ask import answer_ask
from karmayogi.learning.actions.onthejob.confirm_entry import confirm_entry, decline_entry
from karmayogi.learning.actions.onthejob.hand_in import hand_in
from karmayogi.learning.actions.onthejob.open_checks import open_checks
from karmayogi.learning.actions.onthejob.write_entry import Written, write_entry
from karmayogi.learning.actions.open_part import open_part
from karmayogi.learning.actions.record_claim import record_claim
from karmayogi.learning.actions.record_result import record_result
from karmayogi.learning.queries.authoring.providers import licence_of, licensed_for, provider_by_uuid
from karmayogi.learning.queries.cards import (
    all_courses,
    course_by_uuid,
    course_card,
    course_cards,
    course_for_gaps,
    courses_for_competency,
)
from karmayogi.learning.queries.enrolments import active_enrolments, completed_enrolments, part_for_quiz
from karmayogi.learning.queries.exchange.taking import check_takes
from karmayogi.learning.queries.hours import hours_by_kind, hours_of
from karmayogi.learning.queries.lesson import lesson
from karmayogi.learning.queries.offline.packs import chain_back
from karmayogi.learning.queries.onthejob.checks import asks_of, checks_of
from karmayogi.learning.queries.onthejob.points import points_lines
from karmayogi.learning.queries.onthejob.work_files import work_files_of
from karmayogi.learning.queries.outside import outside_part, writable_draft
from karmayogi.learning.queries.renewals import renews_from
from karmayogi.learning.queries.teaching import taught_before, taught_by, teaching
from karmayogi.learning.queries.tested import tested

__all__ = [
    "TierPlan",
    "Written",
    "active_enrolments",
    "add_cascade_session",
    "add_linked_part",
    "add_provider_member",
    "all_courses",
    "answer_ask",
    "apply_as_provider",
    "approve_attendance",
    "asks_of",
    "begin_cascade",
    "chain_back",
    "check_takes",
    "checks_of",
    "completed_enrolments",
    "confirm_entry",
    "correct_result",
    "course_by_uuid",
    "course_card",
    "course_cards",
    "course_for_gaps",
    "courses_for_competency",
    "decline_entry",
    "enrol",
    "finish_part",
    "hand_in",
    "hours_by_kind",
    "hours_of",
    "import_course",
    "import_scorm",
    "join_programme",
    "lesson",
    "licence_of",
    "license_provider",
    "licensed_for",
    "offline_terms",
    "open_checks",
    "open_part",
    "outside_part",
    "part_for_quiz",
    "points_lines",
    "provider_by_uuid",
    "publish_assessment",
    "publish_drawn_test",
    "publish_event",
    "publish_programme",
    "record_attendance",
    "record_claim",
    "record_result",
    "renews_from",
    "set_audience",
    "taught_before",
    "taught_by",
    "teaching",
    "tested",
    "text_of_pdf",
    "work_files_of",
    "writable_draft",
    "write_entry",
]
