"""The ASGI application: HTTP goes to Django, the socket address /live/ goes to realtime."""

import gc
import os
import sys

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")
pages = get_asgi_application()

from front.errors import too_much  # noqa: E402  needs the apps that get_asgi_application() sets up
from realtime.routing import polling_before, sockets  # noqa: E402  the same
from realtime.under_daphne import use_live_sockets  # noqa: E402  the same
from stadslab.deadlines import use_deadlines  # noqa: E402  the same
from stadslab.headers import of_every_response  # noqa: E402  the same
from stadslab.large import throw_away_large, without_large  # noqa: E402  the same
from stadslab.one_hop import OneHop  # noqa: E402  the same
from stadslab.slow_readers import wait_for_readers  # noqa: E402  the same
from stadslab.stopping import respond_before_stopping  # noqa: E402  the same

use_live_sockets()
use_deadlines()
throw_away_large()
wait_for_readers()
respond_before_stopping()
http = polling_before(without_large(OneHop(pages, too_much)), of_every_response())
application = ProtocolTypeRouter({"http": http, "websocket": sockets})

# seconds that a thread may keep the interpreter while the event loop or another thread waits; Python's default: 0.005
sys.setswitchinterval(0.001)
gc.collect()
gc.freeze()  # exclude all loaded objects from garbage collection, which took a tenth of each page's time
