from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "karmayogi.assessment"
    label = "assessment"

    def ready(self) -> None:
        from karmayogi.assessment import handlers, jobs  # noqa: F401 (registers what we listen to, and the minute job)
        from karmayogi.assessment.actions import make_bank, withdraw_question  # noqa: F401 (a job, a kind of bulk act)
        from karmayogi.assessment.actions.import_questions import check_pool, check_questions, import_questions
        from karmayogi.assessment.actions.integrity.tell_again import RULES
        from karmayogi.assessment.actions.practise import take_practice
        from karmayogi.assessment.actions.preview_paper import preview_paper
        from karmayogi.assessment.actions.sealed.answer import take_answer
        from karmayogi.assessment.queries.exchange.pool import pool_of
        from karmayogi.assessment.queries.forms import paper_figures
        from karmayogi.assessment.queries.practice import practice_pictures
        from karmayogi.assessment.queries.results import results
        from karmayogi.assessment.queries.today import ANYTHING
        from karmayogi.assessment.web import practice
        from karmayogi.assessment.web.addresses import (
            administration,
            onward,
            organising,
            quiz_url,
            waiting_requests,
        )
        from karmayogi.assessment.web.exchange.export import course_tools
        from karmayogi.assessment.web.integrity import rechecks
        from karmayogi.assessment.web.sealed import kept_by_the_worker
        from karmayogi.assessment.web.today import today_notes
        from karmayogi.kernel import slots, today

        slots.fill("learning.import_questions", import_questions)
        slots.fill("learning.check_questions", check_questions)
        slots.fill("learning.export_questions", pool_of)
        # A name, not the module: readers run in a child process that knows no slots.
        slots.fill("learning.course_readers", "karmayogi.assessment.engine.exchange.qti")
        slots.fill("learning.course_readers", "karmayogi.assessment.engine.exchange.templates")
        slots.fill("learning.course_tools", course_tools)
        slots.fill("learning.quiz_url", quiz_url)
        slots.fill("learning.check_pool", check_pool)
        slots.fill("learning.preview_paper", preview_paper)
        slots.fill("learning.paper_figures", paper_figures)
        slots.fill("learning.offline_answer", take_answer)
        slots.fill("ui.worker_keeps", kept_by_the_worker)
        slots.fill("learning.offline_practice", take_practice)
        slots.fill("learning.practice", practice.offered)
        slots.fill("learning.practice_pictures", practice_pictures)
        slots.fill("learning.kept_practice", practice.kept)
        slots.fill("learning.results", results)
        slots.fill("portal.administration", administration)
        slots.fill("portal.administration", organising)
        slots.fill("competencies.onward", onward)
        slots.fill("portal.administration", rechecks.administration)
        slots.fill("portal.waiting", rechecks.waiting_appeals)
        slots.fill("portal.today", today.Offer(today_notes, ANYTHING))
        slots.fill("learning.course_notes", rechecks.course_notes)
        for rule in RULES:
            slots.fill("learning.record_rules", rule)
        slots.fill("portal.waiting", waiting_requests)
