"""The recipe: the passes in their order, each with its reason.

Every pass takes a program and returns a program that computes the same; none knows any cell.  The first program is the
textbook: each equation a statement, in as few loops over time as the equations allow.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from derive.calculus import Backward
from derive.ir import Program, lower
from derive.passes.carry import carry
from derive.passes.distribute import distribute
from derive.passes.fuse import fuse
from derive.passes.inline import inline
from derive.passes.join import join
from derive.passes.memory import keep, narrow
from derive.passes.rematerialise import rematerialise
from derive.passes.share import share
from derive.passes.slopes import slopes
from derive.passes.split import split
from derive.passes.stack import stack
from derive.passes.tanh_for_sigmoid import tanh_for_sigmoid


@dataclass(frozen=True)
class Pass:
    """A step of the recipe: its name, why it is taken, and the function that takes it."""

    name: str
    reason: str
    apply: Callable[[Program], Program]


RECIPE = (
    Pass("carry", "what step t needs of step t+1 is computed there and carried: no step looks ahead", carry),
    Pass("share", "a function value that both directions need is kept, not computed twice", share),
    Pass("distribute", "what lies on no cycle through time is in no loop, but one call for all steps", distribute),
    Pass("split", "a product in a loop that nothing in the loop feeds leaves it too", split),
    Pass("stack", "products that share an operand are one product, of tensors side by side", stack),
    Pass("fuse", "a function's value takes over its argument's memory; neighbours are one call", fuse),
    Pass("join", "what arrives and what is carried lie side by side, with a one: one product reads both, and b", join),
    Pass("tanh_for_sigmoid", "functions that are tanh except for an affine map are one tanh", tanh_for_sigmoid),
    Pass("inline", "a value that is read once is written where it is read, and needs no memory", inline),
    Pass("slopes", "factors that the loop does not feed are computed for chunks of steps, in the cache", slopes),
    Pass("rematerialise", "a value that is cheap to compute again, for such chunks, is not kept", rematerialise),
    Pass("narrow", "a value that only its own step needs takes the memory of one step", narrow),
)  # fmt: skip


def stages(derivation: Backward, without: Container[str] = ()) -> Iterator[tuple[Pass, Program]]:
    """Each pass with the program that it leaves; ``without`` names passes that are not taken."""
    program = lower(derivation)
    for step in RECIPE:
        if step.name not in without:
            program = keep(step.apply(program)).without_unused()
            yield step, program


def scheduled(derivation: Backward, without: Container[str] = ()) -> Program:
    """The program after all passes, except those named."""
    *_, last = [lower(derivation), *(program for _, program in stages(derivation, without))]
    return last
