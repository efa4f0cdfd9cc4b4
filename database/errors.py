"""What can be wrong with a database, in words a user can act on."""

from typing import Any


class DatabaseProblem(Exception):
    """Base of the errors below: a text with named places and what stands in them.

    ``str()`` is the Chinese message, ready to be shown; an interface in another language translates
    ``template`` and fills it with ``values``.
    """

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template, values)
        self.template, self.values = template, values

    def __str__(self) -> str:
        return self.template.format(**self.values)


class NoDatabase(DatabaseProblem):
    """There is none yet at the path."""


class BadDatabase(DatabaseProblem):
    """There is something, but it is damaged, of another version or of another plan."""


class Damaged(BadDatabase):
    """It has lost bytes, or its pointer has: an earlier generation may still be whole."""
