from django.apps import AppConfig


class LtiConfig(AppConfig):
    name = "karmayogi.lti"
    label = "lti"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.lti import handlers, jobs  # noqa: F401 (registers what we listen to, and the minute job)
        from karmayogi.lti.actions import carry_links
        from karmayogi.lti.web.addresses import administration, draft_tools, launch_url

        slots.fill("learning.launch_url", launch_url)
        slots.fill("learning.draft_tools", draft_tools)
        slots.fill("learning.export_link", carry_links.told_link)
        slots.fill("learning.knows_link", carry_links.knows_link)
        slots.fill("learning.take_link", carry_links.take_link)
        slots.fill("portal.administration", administration)
