from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import chores
        from common.chores import EVERY_MINUTE

        EVERY_MINUTE.join(self.name, chores.bring_old_entries)
