"""HTTP goes to Django, the one socket address /live/ to realtime."""

import gc
import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")
pages = get_asgi_application()

from realtime.routing import polling_before, sockets  # noqa: E402  needs the apps that get_asgi_application() sets up
from realtime.under_daphne import use_our_line  # noqa: E402  the same
from stadslab.headers import of_every_answer  # noqa: E402  the same
from stadslab.one_hop import OneHop  # noqa: E402  the same

use_our_line()
application = ProtocolTypeRouter({"http": polling_before(OneHop(pages), of_every_answer()), "websocket": sockets})

gc.collect()
gc.freeze()  # what is loaded by now stays: looking through it again and again was a tenth of every page
