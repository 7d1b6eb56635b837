from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas.topics import IdeaTopic
        from realtime.topics import register

        register(IdeaTopic())
