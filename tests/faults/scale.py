"""How much of the fault tests runs: the short form in ``make test``, the full one in ``make faults``."""

import os

IS_FULL = os.environ.get("WUSE_FAULTS") == "full"


def times(short: int, full: int) -> int:
    """The number for this run."""
    return full if IS_FULL else short
