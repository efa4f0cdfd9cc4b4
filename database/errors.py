"""What can be wrong with a database, in words a user can act on."""


class DatabaseProblem(Exception):
    """Base of the errors below; the message is ready to be shown."""


class NoDatabase(DatabaseProblem):
    """There is none yet at the path."""


class BadDatabase(DatabaseProblem):
    """There is something, but it is damaged, of another version or of another plan."""
