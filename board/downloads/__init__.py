"""What leaves a page: one chart or table with everything a reader needs to trust it.

A page builds an ``Exhibit`` and calls ``offer(exhibit, key)`` inside its card. Nothing is drawn or
written until somebody clicks: an exhibit is figures at hand and functions that draw.
"""

from board.downloads.control import offer
from board.downloads.exhibit import Exhibit

__all__ = ["Exhibit", "offer"]
