"""targets."""

from board import frame

view = frame.enter()
