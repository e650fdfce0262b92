from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "karmayogi.assessment"
    label = "assessment"

    def ready(self) -> None:
        from karmayogi.assessment import handlers, jobs  # noqa: F401 (registers what we listen to, and the minute job)
        from karmayogi.assessment.actions.import_questions import import_questions
        from karmayogi.assessment.web.addresses import administration, quiz_url, waiting_requests
        from karmayogi.kernel import slots

        slots.fill("learning.import_questions", import_questions)
        slots.fill("learning.quiz_url", quiz_url)
        slots.fill("portal.administration", administration)
        slots.fill("portal.waiting", waiting_requests)
