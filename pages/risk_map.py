"""risk_map."""

from board import frame

view = frame.enter()
