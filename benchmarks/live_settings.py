"""The real settings, without the limits that would refuse a thousand sockets from one address."""

import os

os.environ.setdefault("DEBUG", "1")  # allows the settings without secrets; it is off below, as in production

from stadslab.settings import *
from stadslab.settings import CHANNEL_LAYERS, KEPT_TEMPLATES, PUBLIC_ORIGINS, STORAGES, TEMPLATES

DEBUG = False
LIVE_SOCKETS = 20_000
LIVE_SOCKETS_PER_ADDRESS = int(os.environ.get("LIVE_SOCKETS_PER_ADDRESS", LIVE_SOCKETS))
LIVE_POLL = os.environ.get("LIVE_POLL", "1") == "1"
LIVE_DOORBELL = os.environ.get("LIVE_DOORBELL", "1") == "1"
_redis = os.environ.get("STOCK_REDIS")
STOCK = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [_redis]}}
CHANNEL_LAYERS["stock"] = STOCK if _redis else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
TEMPLATES[0]["OPTIONS"]["loaders"] = KEPT_TEMPLATES
ORIGIN = PUBLIC_ORIGINS[0]
