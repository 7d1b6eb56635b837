from django.apps import AppConfig


class StadslabConfig(AppConfig):
    name = "stadslab"
