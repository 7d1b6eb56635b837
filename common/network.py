"""The network address of a request; quotas and budgets count by it."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

MOST = 50  # characters kept of a text that is not an address
WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")  # some proxies add the port


def network_of(request: HttpRequest) -> str:
    return network(request.META.get("HTTP_X_FORWARDED_FOR", ""), request.META.get("REMOTE_ADDR") or "")


def network_of_scope(scope: Mapping[str, Any]) -> str:
    """Return the same as `network_of` for an ASGI scope, for requests that don't reach Django."""
    told = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")  # as Django joins them
    return network(told.decode("latin1"), (scope.get("client") or [""])[0])


def network(told: str, peer: str) -> str:
    """Return the address that the last trusted proxy wrote in `told` (X-Forwarded-For); without proxies, `peer`.

    For IPv6 it is the /64 network, because one household has that many addresses. Empty when there is none (a Unix
    socket).
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [one.strip() for one in told.split(",")]
    text = hops[-proxies] if proxies and len(hops) >= proxies else peer
    if found := WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:MOST]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address), 64), strict=False).network_address)
