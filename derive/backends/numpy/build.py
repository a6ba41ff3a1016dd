"""A kernel's module: the printed functions, what is said of them, and what the runtime needs to know."""

from __future__ import annotations

import ast
import linecache
import math
import subprocess
import sys
import warnings
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np
from jinja2 import Environment
from ruff.__main__ import find_ruff_bin

from derive.backends.numpy.facts import Facts
from derive.backends.numpy.loops import NoLoop
from derive.backends.numpy.names import UFUNCS
from derive.backends.numpy.scheduled import Scheduled
from derive.backends.numpy.selfcheck import Equations
from derive.backends.numpy.text import shape
from derive.backends.numpy.textbook import Textbook
from derive.calculus import Backward, adjoint
from derive.core.equations import Tensor
from derive.ir import Program, lower
from derive.language import Cell
from derive.passes import RECIPE, scheduled
from derive.templating import environment

Style = Literal["reference", "numpy"]

# what fits on a line stays on it
LAYOUT = ("line-length = 100", "format.skip-magic-trailing-comma = true", "lint.isort.split-on-trailing-comma = false")

REPORT = "please report it, with the definition of the cell"

RECIPE_NEEDED = 4
"""Without the first passes, loops may look ahead; all others can be left out together."""

ROOM = 94
"""How long a line of a list may be."""

ALWAYS = ("Array", "Checkpoints", "Kernel", "ParamsBase", "Signature", "Tape")


class Module:
    """What the template of a kernel asks for."""

    def __init__(self, program: Program, style: Style, single_file: bool = False) -> None:
        self.facts, self.style, self.single_file = Facts(program), style, single_file
        facts = self.facts
        if style == "numpy":
            printer = Scheduled(facts)
            self.run_lines, self.tape = printer.run()
            self.back_lines, self.taped, gradients, initial = printer.back()
            self.about = [
                "The kernel to run.  Row t - 1 of an array is step t of the notes, row t of a state.",
                *printer.story,
            ]
            self.kept, self.stretches = printer.kept, not facts.inseparable
            self.loss = printer.loss
            textbook = printer.textbook
        else:
            textbook = Textbook(facts)
            self.run_lines, self.tape = textbook.run(), textbook.tape
            self.back_lines, self.taped = textbook.back(), textbook.tape
            gradients, initial = textbook.gradients, textbook.initial
            self.about = [
                "The textbook kernel: a loop over time, a line an equation; arrays count t = 1…T, as the notes do."
            ]
            self.kept, self.stretches = [], False
            self.loss = textbook.loss
        self.gradients, self.initial = gradients, ", ".join(initial)
        self.step_lines = textbook.step() if facts.steppable else None
        self.predict_lines: list[str] | None = None
        if facts.loss is not None:
            self.predict_lines = printer.run(facts.needed)[0] if style == "numpy" else textbook.run(facts.needed)
        self.used = {*textbook.expressions.used, *(printer.used if style == "numpy" else ())}
        self.step_names = textbook.step_names if facts.steppable else {}

    # --- docstring

    @property
    def name(self) -> str:
        return self.facts.system.name

    @property
    def title(self) -> str:
        return next(iter(self.facts.system.doc.splitlines()), "") or self.name

    @property
    def source(self) -> str:
        return self.facts.system.source

    @property
    def equations(self) -> list[str]:
        return self.facts.equations

    @property
    def sizes(self) -> Any:
        return self.facts.sizes

    # --- imports

    @property
    def ufuncs(self) -> list[str]:
        return sorted(self.used & set(UFUNCS))

    @property
    def runtime_import(self) -> str:
        """The import of the runtime, or its source."""
        own = "from_one" if self.style == "reference" else None
        names = {*ALWAYS, *(self.used - set(UFUNCS)), *([own] if own and self._counts_from_one else [])}
        if self.single_file:
            return runtime_body()
        # constants, classes, functions
        order = sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
        return "\n".join(["from .runtime import (", *filled(order), ")  # fmt: skip"])

    @property
    def _counts_from_one(self) -> bool:
        inputs = any(tensor.in_time for tensor in self.facts.inputs)
        return inputs or (self.facts.loss is None and self.facts.output.in_time)

    # --- signature

    @cached_property
    def signature_lines(self) -> list[str]:
        """The arguments of the signature, some to a line."""
        facts = self.facts
        argument = facts.argument
        rest: list[tuple[str, Any]] = [("gradients", tuple(argument(tensor) for tensor in facts.differentiated))]
        if facts.stacks:
            rest.append(("stacks", {stack.name: tuple(part.name for part in stack.parts) for stack in facts.stacks}))
        if facts.loss is not None:
            rest.append(("loss", True))
        if facts.start:
            rest.append(("start", facts.start))
        if facts.tokens:
            rest.append(("tokens", facts.tokens))
        if facts.steppable:
            rest.append(("step", tuple(argument(tensor) for tensor in facts.needed_inputs)))
        if facts.inseparable:
            rest.append(("inseparable", facts.inseparable))
        rest.append(("dtypes", facts.dtypes))
        made: list[tuple[str, Any]] = [
            ("name", self.name),
            ("sizes", {size.name: size.argument for size in facts.sizes}),
            ("parameters", {tensor.name: facts.axes(tensor) for tensor in facts.parameters}),
            ("inputs", {argument(tensor): facts.axes(tensor) for tensor in facts.inputs}),
            ("output", facts.axes(facts.output)),
            ("states", {field: facts.axes(state, steps=False) for state, field in facts.fields.items()}),
            *rest,
        ]
        return [line for name, value in made for line in _argument(name, value)]

    @property
    def constants(self) -> list[tuple[str, str]]:
        """The numbers that the definition states, by name."""
        return [(tensor.name, repr(_plain(tensor))) for tensor in self.facts.constants]

    @property
    def renamed_attributes(self) -> dict[str, str]:
        """Parameters that cannot be attributes under their own names."""
        return {t.name: attribute for t, attribute in self.facts.attributes.items() if attribute != t.name}

    @property
    def stack_names(self) -> list[str]:
        return [self.facts.attributes[stack] for stack in self.facts.stacks]

    @property
    def states(self) -> list[tuple[str, str]]:
        return [(field, shape(self.facts.axes(state, steps=False))) for state, field in self.facts.fields.items()]

    @property
    def gradient_fields(self) -> list[tuple[str, str]]:
        return [(field, shape(self.facts.axes(tensor))) for tensor, field in self.facts.gradient_fields.items()]

    # --- arguments

    @property
    def size_arguments(self) -> str:
        return ", ".join(f"{size.argument}: int" for size in self.facts.sizes)

    @property
    def size_names(self) -> str:
        return ", ".join(size.argument for size in self.facts.sizes)

    @property
    def sizes_line(self) -> str:
        names = [size.name for size in self.facts.sizes]
        return f"{', '.join(names)} = p.sizes" if len(names) > 1 else f"({names[0]},) = p.sizes" if names else "pass"

    def _arrays(self, tensors: Any) -> str:
        return "".join(f"{self.facts.argument(tensor)}: Array, " for tensor in tensors)

    def _tuple(self, tensors: Any) -> str:
        return "".join(f"{self.facts.argument(tensor)}, " for tensor in tensors)

    @property
    def takes_steps(self) -> bool:
        return not any(tensor.in_time for tensor in self.facts.inputs)

    @property
    def arguments(self) -> str:
        return self._arrays(self.facts.inputs) + ("steps: int, " if self.takes_steps else "")

    @property
    def argument_tuple(self) -> str:
        return self._tuple(self.facts.inputs)

    @property
    def run_names(self) -> str:
        return self._tuple(self.facts.inputs)

    @property
    def back_arguments(self) -> str:
        return "".join(f", {name}" for name in self.gradients.values())

    @property
    def has_loss(self) -> bool:
        return self.facts.loss is not None

    @property
    def forward_says(self) -> str:
        inputs = ", ".join(f"{self.facts.argument(t)} {shape(self.facts.axes(t))}" for t in self.facts.inputs)
        output = shape(self.facts.axes(self.facts.output))
        return f"{inputs or 'no input'} → {'loss, ' if self.has_loss else ''}y {output}, state, tape."

    @property
    def default_state(self) -> str:
        start = ", ".join(f"{name} = {value}" for name, value in self.facts.start.items())
        return f"zeros, except {start}" if start else "zeros"

    @property
    def tape_tuple(self) -> str:
        return "".join(f"{name}, " for name in self.tape)

    @property
    def back_tape(self) -> str:
        return "".join(f"{name}, " for name in self.taped)

    @property
    def step_arguments(self) -> str:
        needs = bool(self.facts.needed_inputs)
        return self._arrays(self.facts.needed_inputs) + f"state: State{' | None = None' if needs else ''}"

    @property
    def step_tuple(self) -> str:
        return self._tuple(self.facts.needed_inputs)

    @property
    def step_output(self) -> str:
        return self.step_names[self.facts.output]

    @property
    def step_state(self) -> str:
        return ", ".join(f"{field}={self.step_names[state]}" for state, field in self.facts.fields.items())

    @property
    def predict_takes_steps(self) -> bool:
        return not any(tensor.in_time for tensor in self.facts.needed_inputs)

    @property
    def predict_arguments(self) -> str:
        return self._arrays(self.facts.needed_inputs) + ("steps: int, " if self.predict_takes_steps else "")

    @property
    def predict_tuple(self) -> str:
        return self._tuple(self.facts.needed_inputs)

    @property
    def kernel_arguments(self) -> str:
        parts = []
        if self.step_lines is not None:
            parts.append("advance=_advance")
        if self.predict_lines is not None:
            names = tuple(self.facts.argument(tensor) for tensor in self.facts.needed_inputs)
            parts += ["predict=_predict", f"predicts={names!r}"]
        if self.stretches:
            parts += [f"kept={tuple(self.kept)!r}", "stretches=True"]
        return "".join(f", {part}" for part in parts)


def _argument(name: str, value: Any) -> list[str]:
    """A keyword argument, a mapping on as many lines as it needs."""
    if not isinstance(value, dict):
        return [f"{name}={_shown(value)},"]
    items = [f"{_shown(key)}: {_shown(item)}" for key, item in value.items()]
    if len(line := f"{name}={{{', '.join(items)}}},") <= ROOM:
        return [line]
    return [f"{name}={{", *filled(items), "},"]


def filled(items: Iterable[str]) -> list[str]:
    """Items of a list, as many to a line as find room."""
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= ROOM:
            lines[-1] += f" {item},"
        else:
            lines.append(f"    {item},")
    return lines


def _shown(value: Any) -> str:
    """A value of the signature as Python writes it; an infinite number too."""
    if isinstance(value, float) and math.isinf(value):
        return f"{'-' * (value < 0)}np.inf"
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))}{',' * (len(value) == 1)})"
    return f'"{value}"' if isinstance(value, str) and '"' not in value else repr(value)


def _plain(constant: Tensor) -> Any:
    assert constant.values is not None
    return constant.values.tolist()


# --- modules


class KernelWarning(UserWarning):
    """A pass broke a kernel, which was printed without it."""


class WrongKernel(RuntimeError):
    """No kernel of a cell computes its equations."""


def render(derivation: Backward, style: Style, *, single_file: bool = False, check: bool = True) -> str:
    """The source of one kernel module, formatted.  It has been run at tiny sizes, and computes the equations.

    Where it does not, the recipe is tried without the pass that broke it, and a :class:`KernelWarning` names the pass.

    Args:
        derivation: a cell's equations and those of its gradients.
        style: ``numpy``, the kernel to run, or ``reference``, the textbook.
        single_file: put the runtime into the module, instead of importing it from beside it.
        check: run it before it is handed out; without, nobody knows whether it is right.

    Raises:
        ValueError: the system has no output, or is derived already.
        WrongKernel: no kernel that was tried computes the equations.
    """
    if not check:
        program = lower(derivation, one_based=True) if style == "reference" else scheduled(derivation)
        return _source(program, style, single_file)
    equations = Equations(derivation)
    if style == "reference":
        source = _source(lower(derivation, one_based=True), style, single_file)
        if wrong := _disagreement(source, equations):
            raise WrongKernel(f"{derivation.forward.name}: the textbook kernel is wrong ({wrong}); {REPORT}")
        return source
    faults: dict[str, str] = {}
    for without in ((), *((step.name,) for step in RECIPE), tuple(step.name for step in RECIPE[RECIPE_NEEDED:])):
        try:
            source = _source(scheduled(derivation, without), style, single_file)
            wrong = _disagreement(source, equations)
        except NoLoop as error:
            wrong = str(error)
        except Exception as error:  # whatever a pass trips over: it is reported, and the kernel is made without it
            wrong = f"{type(error).__name__}: {error}"
        if not wrong:
            if without:
                left_out = f"the kernel is made without the pass {', '.join(without)}, which broke it"
                message = f"{derivation.forward.name}: {left_out} ({faults['']}); {REPORT}"
                warnings.warn(message, KernelWarning, stacklevel=2)
            return source
        faults[", ".join(without)] = wrong
    raise WrongKernel(f"{derivation.forward.name}: no recipe gives a kernel that is right ({faults['']}); {REPORT}")


def _source(program: Program, style: Style, single_file: bool) -> str:
    return formatted(_surroundings().get_template("kernel.py.j2").render(kernel=Module(program, style, single_file)))


def _disagreement(source: str, equations: Equations) -> str:
    """Where a kernel differs from its equations; empty where it does not."""
    with np.errstate(all="ignore"):
        return equations.disagreement(_module(source, f"derive.checked.{equations.derivation.forward.name}"))


@cache
def _surroundings() -> Environment:
    python = environment("numpy").overlay()
    python.filters.update(quoted=quoted)
    return python


def quoted(text: str) -> str:
    """A user's text within a docstring: what would end it, or be an escape, is said by an escape."""
    return text.replace("\\", r"\\").replace('"""', r"\"\"\"")


def runtime_source() -> str:
    """The module that stands beside the kernels."""
    return (Path(__file__).parent / "runtime.py").read_text()


def runtime_body() -> str:
    """The runtime without its docstring and its first import, to stand inside a module."""
    source = runtime_source()
    body = ast.parse(source).body
    first = next(node for node in body[1:] if not (isinstance(node, ast.ImportFrom) and node.module == "__future__"))
    return "\n".join(source.splitlines()[first.lineno - 1 :])


def compiled(cell: Cell, style: Style = "numpy") -> ModuleType:
    """The kernel of a cell or network as a module, without a file: ``compiled(my_cell).forward(…)``."""
    return loaded(adjoint(cell.system), style)


def loaded(derivation: Backward, style: Style = "numpy", *, check: bool = True) -> ModuleType:
    """The kernel of a derivation as a module.

    The module is registered under ``derive.compiled.<style>.<name>``, so that its classes can be pickled; its source is
    what :func:`render` gives, and tracebacks show it.
    """
    source = render(derivation, style, check=check)
    module = _module(source, f"derive.compiled.{style}.{derivation.forward.name}")
    linecache.cache[f"<{module.__name__}>"] = (
        len(source),
        None,
        source.splitlines(keepends=True),
        f"<{module.__name__}>",
    )
    return module


def _module(source: str, name: str) -> ModuleType:
    """A module of this source, registered under its name."""
    module = ModuleType(name)
    module.__package__ = __package__  # where the runtime stands
    sys.modules[name] = module
    exec(compile(source, f"<{name}>", "exec"), vars(module))
    return module


def formatted(source: str) -> str:
    """The source as ruff lays it out."""
    options = [part for option in LAYOUT for part in ("--config", option)]
    command = [find_ruff_bin(), "format", "--isolated", *options, "--stdin-filename", "kernel.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"a kernel is no valid Python: {done.stderr.strip()}\n{source}")
    return done.stdout
