from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import chores
        from common.chores import EVERY_DAY

        EVERY_DAY.join(self.name, chores.forget_codes)
