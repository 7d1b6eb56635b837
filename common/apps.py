from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        from common import life, uploads
        from common.chores import EVERY_DAY, EVERY_MINUTE

        EVERY_MINUTE.join(self.name, life.show_life)
        EVERY_DAY.join(self.name, uploads.forget_photos)
