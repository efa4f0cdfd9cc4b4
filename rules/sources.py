"""What a plan says of files that do not follow the contracts' headers: ``sources.yml``."""

from __future__ import annotations

from fnmatch import fnmatch

from rules.strict import Strict


class Extract(Strict):
    """A value that stands inside a text: ``pattern``'s first group in the file's column ``column``."""

    column: str
    pattern: str
    date_formats: list[str] = []


class Lookup(Strict):
    """A value found in another table: the row whose key is this row's ``by`` gives ``take``."""

    table: str
    key: str
    by: str
    take: str


class Composite(Strict):
    """A key made of several of the file's columns, or of parts of them, joined by ``separator``.

    A row in which one of the parts is empty has no key.
    """

    columns: list[str | Extract]
    separator: str = "|"


class FileSource(Strict):
    """One kind of foreign file: how to know it and how its columns become the contract's.

    Where an extract finds nothing, the column's constant serves, if it has one.
    """

    id: str
    file: str
    """Glob on the file's name, case-insensitive."""
    headers: list[str] = []
    """Headers that must all be present, to tell it from a like-named file."""
    table: str
    encoding: str | None = None
    date_formats: list[str] = []
    """strptime formats tried before the usual ones."""
    aliases: dict[str, list[str]] = {}
    """Contract column -> headers of the file."""
    constants: dict[str, str] = {}
    """Contract column -> the text that every row has."""
    value_maps: dict[str, dict[str, str]] = {}
    """Contract column -> the file's value -> the contract's value."""
    extracts: dict[str, Extract] = {}
    composites: dict[str, Composite] = {}
    lookups: dict[str, Lookup] = {}
    """Contract column -> where it is looked up."""

    def needed_headers(self) -> set[str]:
        """Headers that extracts and composites take their texts from."""
        parts = list(self.extracts.values())
        plain: set[str] = set()
        for composite in self.composites.values():
            for part in composite.columns:
                if isinstance(part, Extract):
                    parts.append(part)
                else:
                    plain.add(part)
        return plain | {part.column for part in parts}

    def matches(self, name: str, headers: list[str]) -> bool:
        """Whether a file of this name and with these headers is of this kind."""
        return fnmatch(name.lower(), self.file.lower()) and set(self.headers) <= set(headers)
