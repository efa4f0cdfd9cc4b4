"""Where the database of a plan is, and which generation of it is current.

The path that people know (``wuse.duckdb``) is a small pointer file; the data lie in generations in
``wuse.duckdb.d/``. A loader writes a new generation beside the old one and then replaces the pointer
in one step, so that readers never meet a half-written file and never block a writer.
"""

from database.errors import BadDatabase, Damaged, DatabaseProblem, NoDatabase
from database.pointer import SCHEMA, Pointer, generation_folder, locate, read_pointer, write_pointer

__all__ = [
    "SCHEMA",
    "BadDatabase",
    "Damaged",
    "DatabaseProblem",
    "NoDatabase",
    "Pointer",
    "generation_folder",
    "locate",
    "read_pointer",
    "write_pointer",
]
