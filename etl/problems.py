"""Errors of the pipeline that a user can act on."""


class Refused(Exception):
    """A file that can't be used at all; the message says what was expected, found and what to do."""


class NothingDone(Exception):
    """The whole command can't be carried out; nothing was changed. Exit code 2."""
