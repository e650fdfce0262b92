from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "karmayogi.assessment"
    label = "assessment"

    def ready(self) -> None:
        from karmayogi.assessment import handlers, jobs  # noqa: F401 (registers what we listen to, and the minute job)
        from karmayogi.assessment.actions.check_questions import check_questions
        from karmayogi.assessment.actions.import_questions import import_questions
        from karmayogi.assessment.queries.pool import questions_of, test_terms
        from karmayogi.assessment.web.addresses import administration, quiz_url
        from karmayogi.kernel import slots

        slots.fill("learning.import_questions", import_questions)
        slots.fill("learning.quiz_url", quiz_url)
        slots.fill("learning.check_questions", check_questions)
        slots.fill("learning.questions_of", questions_of)
        slots.fill("learning.test_terms", test_terms)
        slots.fill("portal.administration", administration)
