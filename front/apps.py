from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "front"

    def ready(self):
        from front.topics import LabTopic
        from realtime import topics

        topics.register(LabTopic())
