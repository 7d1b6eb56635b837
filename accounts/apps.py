from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import chores, devices, proved
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from realtime.sessions import PROVES

        EVERY_DAY.join(self.name, chores.forget_codes)
        EVERY_MINUTE.join(self.name, devices.end_unused)
        PROVES.join(self.name, proved.proves)
