from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "front"

    def ready(self) -> None:
        from django.conf import settings
        from django.views import debug

        from accounts.acts import ACTS
        from common.page_cache import KEPT
        from front import acts, errors
        from front.topics import HappeningTopic, LabTopic
        from realtime.topics import TOPICS

        TOPICS.join(self.name, LabTopic(), HappeningTopic())
        ACTS.join(self.name, *acts.WORDS)
        KEPT.join(self.name, "home", "accessibility", "privacy", "lab_home")
        if settings.DEBUG:  # what isn't there looks as it will; what is broken keeps its traceback
            debug.technical_404_response = errors.not_found
