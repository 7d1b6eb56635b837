"""Tasks of the worker that are killed between two of their queries, and run again."""

import random
from collections.abc import Collection

from django.db import connection

from common.chores import EVERY_MINUTE


class Killed(BaseException):
    """As SIGKILL: nothing of the worker runs on."""


def run_tasks(apps: Collection[str], chance: random.Random, deaths: int, queries: range) -> None:
    """Run the tasks of a minute of these apps; before that they die so often, at one of these `queries`."""
    tasks = [joined.value for joined in EVERY_MINUTE.joined() if joined.app in apps]
    for _ in range(deaths):
        left = [chance.choice(queries)]

        def die(execute, sql, params, many, context, left=left):
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(die):
                for task in tasks:
                    task()
        except Killed:
            pass
    for task in tasks:
        task()
