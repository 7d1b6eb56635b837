"""Exceptions of the verbs of an answer."""

from django.core.exceptions import PermissionDenied


class AskedBefore(PermissionDenied):
    """The maker of an idea asks for an answer once."""


class NotOwed(PermissionDenied):
    """This answer was given, or its idea is withdrawn or hidden: it gets no other date, and is not given again."""


class Taken(Exception):
    """A colleague picked this up a moment ago."""


class NoDeputy(Exception):
    """This colleague can't do the work: they may not answer for the municipality (any more), or it is the same one."""
