from typing import Any

from django.core.management.base import BaseCommand

from realtime.models import Epoch


class Command(BaseCommand):
    help = "Begin a new epoch: every open page fetches itself again. Run this after each restore from a backup."

    def handle(self, **options: Any) -> None:
        self.stdout.write(Epoch.renew())
