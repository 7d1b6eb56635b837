"""The real site with short deadlines for requests, and one slow page: /traag/."""

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.stadslab.slow_settings")

from stadslab.asgi import application as site  # isort: skip  it loads the apps


async def application(scope, receive, send):
    if scope["type"] != "http" or scope["path"] != "/traag/":
        await site(scope, receive, send)
        return
    await asyncio.sleep(5)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"toch"})
