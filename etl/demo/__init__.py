"""Demonstration data (演示数据): invented records for any plan, the way offices send them.

``write_demo`` writes the files, ``demo_frames`` gives the same rows clean, with the list of those that
are wrong on purpose. ``profile.yml`` says what the regions are like, ``words.yml`` holds the words.
"""

from etl.demo.files import write_demo
from etl.demo.frames import DemoFrames, demo_frames

__all__ = ["DemoFrames", "demo_frames", "write_demo"]
