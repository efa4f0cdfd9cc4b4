"""What all pack models share: unknown keys are refused, values are frozen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Origin = Literal["plan", "committee"]
"""Who set a value: the published text, or the committee itself (shown as 安委会自定)."""

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
"""Id of an item: lower-case letters, digits and underscores."""

Clause = Annotated[str, Field(min_length=1)]
"""Where an item stands in the plan's text: section and measure number, paragraph where unnumbered."""


class Strict(BaseModel):
    """Base of all pack models: unknown keys are refused, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
