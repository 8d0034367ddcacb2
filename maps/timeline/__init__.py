"""A plan over time as one self-contained page."""

from maps.timeline.page import plan_timeline

__all__ = ["plan_timeline"]
