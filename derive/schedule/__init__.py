"""From equations to a plan: what is computed in loops over time, and what for all steps at once.

:data:`RECIPE` lists the passes, each with its reason; ``plan(backward)`` applies them, :func:`stages` shows each one's
result.  The plan says, statement by statement, what a kernel computes, on which arrays, and which equation of the notes
each statement stands for.
"""

from derive.schedule.passes import RECIPE, Pass, plan, stages, start
from derive.schedule.program import Block, Joined, Plan, Scaled, Segment, Statement
from derive.schedule.time import direction, fixed_step, loops, segments, sums_over_time

__all__ = [
    "RECIPE",
    "Block",
    "Joined",
    "Pass",
    "Plan",
    "Scaled",
    "Segment",
    "Statement",
    "direction",
    "fixed_step",
    "loops",
    "plan",
    "segments",
    "stages",
    "start",
    "sums_over_time",
]
