"""Definitions that make no sense: each is answered by an error that names the cell, the equation and the mistake."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from derive import (
    Builder,
    Cell,
    CellError,
    H,
    M,
    N,
    T,
    cell,
    dot,
    maximum,
    mean,
    outer,
    sigmoid,
    tanh,
    total,
    where,
)

Definition = Callable[[Builder], None]
BAD: dict[str, tuple[Definition, tuple[str, ...]]] = {}


def bad(*says: str) -> Callable[[Definition], Definition]:
    """A definition, and what the error must say beside the name of the cell."""

    def register(definition: Definition) -> Definition:
        assert definition.__name__ not in BAD
        BAD[definition.__name__] = (definition, says)
        return definition

    return register


# --- names


@bad("equation h", "'q' is not defined here", "there are: x, h, W, R, b", "m.h = tanh(")
def undefined_tensor(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev) + m.q)


@bad("equation h", "did you mean gate")
def misspelt_tensor(m):
    x, h = m.input("x"), m.state("h")
    m.gate = sigmoid(m.affine("gate", x))
    m.h = m.gat * h.prev


@bad("equation h", "NameError", "undefined_name")
def undefined_python_name(m):
    m.state("h")
    m.h = undefined_name  # noqa: F821


@bad("equation i", "'nowhere' is not defined here")
def undefined_in_a_loop(m):
    x, h = m.input("x"), m.state("h")
    for gate in ("i", "f"):
        m[gate] = sigmoid(m.affine(gate, x, m.nowhere))
    m.h = m.f * h.prev


@bad("equation h", "h is defined twice")
def state_defined_twice(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev))
    m.h = h.prev


@bad("equation g", "g is defined twice")
def signal_defined_twice(m):
    x, h = m.input("x"), m.state("h")
    m.g = tanh(m.affine("", x, h.prev))
    m.g = m.g * 2
    m.h = m.g


@bad("equation a_h", "stands for (W_h @ x + R_h @ h.prev + b_h) already")
def name_was_introduced(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("h", x, h.prev))
    m.a_h = m.h * 2


@bad("equation affine", "m.affine is a method of the language", "m['affine']")
def method_as_name(m):
    m.affine = tanh(m.input("x"))


@pytest.fixture(params=["1a", "a b", "_a", "__a", "a__b", "a_", "lambda", "", "é", "日", "ς", "W-f", "a.b", "x'"])
def bad_name(request):
    return request.param


def test_a_bad_name_of_a_tensor_is_refused(bad_name):
    @cell(source="")
    def c(m):
        m[bad_name] = m.input("x") * 2

    with pytest.raises(CellError, match="cannot name a tensor") as error:
        _ = c.system
    assert repr(bad_name) in str(error.value)


@bad("cannot name a tensor", "3")
def name_is_a_number(m):
    m.state(3)


@bad("equation da", "da is a derivative of a")
def gradient_collides(m):
    x, h = m.input("x"), m.state("h")
    m.a = m.affine("", x, h.prev)
    m.da = m.a * 2
    m.h = m.da


@bad("equation a", "da is a derivative of a")
def collides_with_an_earlier_one(m):
    x, h = m.input("x"), m.state("h")
    m.da = m.affine("", x, h.prev)
    m.a = m.da * 2
    m.h = m.a


@bad("H cannot name a tensor", "the number of hidden units")
def named_as_a_size(m):
    m.param("H", H)


# --- time


@bad("algebraic loop a_h → h → a_h", ".prev")
def loop_through_itself(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("h", x, h))


@bad("equation", "algebraic loop", "c", "h", "within one step")
def loop_through_another(m):
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.c = m.affine("c", x, h)
    m.h = tanh(c)


@bad("state c is never updated", "m.c = …")
def state_never_updated(m):
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.h = tanh(m.affine("", x, h.prev) + c.prev)


@bad("equation h", "g.prev: g is not a state", "g.prev(start=0)")
def previous_value_of_a_signal(m):
    x, h = m.input("x"), m.state("h")
    m.g = tanh(m.affine("", x, h.prev))
    m.h = m.g.prev


@bad("equation h", "h.prev(0)", "how many steps back is a number from 1 on")
def no_step_back(m):
    h = m.state("h")
    m.h = h.prev(0)


@bad("equation h", "h is a tensor, not a function")
def tensor_as_a_function(m):
    h = m.state("h")
    m.h = h(2)


@bad("equation h", "x is delayed twice, with two starts: 0 and 1")
def two_starts(m):
    x, h = m.input("x", H), m.state("h")
    m.h = x.prev + x.prev(start=1) + h.prev


@bad("equation h", "(h * 2).prev: only a tensor has a value of the step before")
def previous_value_of_an_expression(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, (h * 2).prev))


# --- sizes


@bad("equation h", "sizes do not fit in a sum: W @ x is (H) but x is (M)")
def sizes_of_a_sum(m):
    x, _ = m.input("x"), m.state("h")
    m.h = tanh(m.param("W", H, M) @ x + x)


@bad("equation h", "W is (H, M) but x is (M)", "@ is a matrix product")
def sizes_of_a_product(m):
    x, _ = m.input("x"), m.state("h")
    m.h = tanh(m.param("W", H, M) * x)


@bad("equation h", "sizes do not fit in W @ x: W is (M, H) and x is (M)")
def sizes_of_a_matrix_product(m):
    x, _ = m.input("x"), m.state("h")
    m.h = tanh(m.param("W", M, H) @ x)


@bad("equation h", "state h is (H) but its update is (M)")
def size_of_an_update(m):
    x, _ = m.input("x"), m.state("h")
    m.h = tanh(x)


@bad("equation h", "state h is (H) but its update is a scalar")
def update_is_a_number(m):
    m.state("h")
    m.h = 0


@bad("equation h", "state h is (H) but its update is (H, H, H)")
def outer_product_of_a_matrix(m):
    h = m.state("h")
    m.h = outer(m.param("W", H, H), h.prev)


@bad("equation h", "x.T: only a matrix has a transpose")
def transpose_of_a_vector(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x.T, h.prev))


@bad("equation h", "affine('i'): C.prev is (H, H); affine takes vectors")
def affine_of_a_matrix(m):
    C, _ = m.state("C", H, H), m.state("h")
    m.C = C.prev
    m.h = tanh(m.affine("i", C.prev))


@bad("equation h", "h.prev is (H) and 2 is a scalar")
def inner_product_with_a_number(m):
    h = m.state("h")
    m.h = dot(h.prev, 2) * h.prev


@bad("0 is no size: a size is positive")
def size_is_nothing(m):
    m.param("W", 0, M)


@bad("equation h", "sizes do not fit in an elementwise product", "p is (3) but", "is (H)")
def number_and_size(m):
    h = m.state("h")
    m.h = m.param("p", 3) * h.prev


@bad("equation h", "V is (H, H) but h.prev is (H)", "a[:, None] makes a matrix of equal columns")
def vector_and_matrix(m):
    h = m.state("h")
    m.h = total(m.param("V", H, H) * h.prev, axis=1)


@bad("equation h", "x[0:3]: whether that is a part of M is not known for every M")
def slice_that_may_be_too_long(m):
    x, h = m.input("x"), m.state("h", 3)
    m.h = x[:3] + h.prev


@bad("equation h", "h.prev[4]: whether there is such a component")
def component_that_is_not_there(m):
    h = m.state("h", 4)
    m.h = h.prev[4] * h.prev


@bad("equation h", "h.prev cannot be taken apart in a loop")
def loop_over_components(m):
    h = m.state("h")
    m.h = sum(h.prev)


@bad("equation h", "axis=1: h.prev is (H), whose axes are 0 to 0")
def axis_that_is_not_there(m):
    h = m.state("h")
    m.h = total(h.prev, axis=1) * h.prev


@bad("equation h", "R @ h.prev: R is (G, D, D) and h.prev is (D, G)", "behind 1 shared ones")
def heads_that_do_not_fit(m):
    G, D = m.size("G", "num_heads"), m.size("D", "head_dim")
    h = m.state("h", D, G)
    m.h = m.param("R", G, D, D) @ h.prev


@bad("equation h", "E[x]: a table is looked up by an integer input, m.input('x', tokens=V)")
def lookup_by_an_input(m):
    x, h = m.input("x"), m.state("h")
    m.h = m.param("E", H, H)[x] + h.prev


@bad("equation h", "E[x]: x is one of V, but E is (H, H)")
def lookup_in_another_table(m):
    x, h = m.input("x", tokens=m.size("V", "vocabulary")), m.state("h")
    m.h = m.param("E", H, H)[x] + h.prev


@bad("equation b", "affine('a'): there is an affine map of this label already; tie=True shares its weights")
def affine_twice(m):
    x, h = m.input("x"), m.state("h")
    m.h = m.affine("a", x) + h.prev
    m.b = m.affine("a", x)


@bad("equation h", "affine('a'): there is no affine map of this label to tie to")
def tie_to_nothing(m):
    x, h = m.input("x"), m.state("h")
    m.h = m.affine("a", x, tie=True) + h.prev


@bad("equation g", "g is computed, but nothing reads it")
def signal_that_nothing_reads(m):
    x, h = m.input("x"), m.state("h")
    m.g = tanh(m.affine("g", x))
    m.h = tanh(m.affine("", x, h.prev))


@bad("a state starts from a number, not from p")
def start_that_is_a_tensor(m):
    m.state("h", start=m.param("p"))


@bad("'H' is no size")
def size_is_a_string(m):
    m.state("h", "H")


@bad("T is never written: a tensor has time steps")
def time_as_a_size(m):
    m.state("h", T)


@bad("N is never written", "sequences in a batch")
def batch_as_a_size(m):
    m.input("x", N)


@bad("size('H', 'hidden'): there is H (hidden_size) already")
def size_declared_twice(m):
    m.size("H", "hidden")


@bad("size('E', 'hidden_size'): there is H (hidden_size) already")
def argument_of_another_size(m):
    m.size("E", "hidden_size")


@bad("size('1', 'a b')")
def size_with_a_bad_name(m):
    m.size("1", "a b")


# --- declarations


@bad("parameter V is declared, but no equation uses it")
def unused_parameter(m):
    x, h = m.input("x"), m.state("h")
    m.param("V", H)
    m.h = tanh(m.affine("", x, h.prev))


@bad("input z is declared, but no equation uses it")
def unused_input(m):
    x, h = m.input("x"), m.state("h")
    m.input("z")
    m.h = tanh(m.affine("", x, h.prev))


@bad("h is declared as a parameter (H), but it is a state (H) already")
def declared_as_two_things(m):
    m.state("h")
    m.param("h", H)


@bad("equation h", "b is declared as a parameter (H), but it is a parameter (M) already")
def parameter_of_two_shapes(m):
    x, h = m.input("x"), m.state("h")
    m.param("b", M)
    m.h = tanh(m.affine("", x, h.prev))


@bad("equation x", "x is an input already")
def assignment_to_an_input(m):
    m.x = m.input("x") * 2


@bad("equation W", "W is a parameter already")
def assignment_to_a_parameter(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev))
    m.W = h


@bad("there are no equations")
def empty(m):
    pass


@bad("there are no equations")
def nothing_but_declarations(m):
    m.input("x")


@bad("the output q does not depend on any input or state")
def constant_output(m):
    h = m.state("h")
    m.h = h.prev * 2
    m.q = tanh(m.param("p", H))
    m.output(m.q)


@bad("output takes a tensor that an equation before it defines")
def output_is_an_expression(m):
    h = m.state("h")
    m.h = h.prev * 2
    m.output(m.h * 2)


@bad("output takes a tensor", "not x")
def output_is_an_input(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev))
    m.output(x)


# --- operands


@bad("equation h", "'tanh' is a str; an equation takes tensors of the cell and numbers")
def operand_is_a_string(m):
    h = m.state("h")
    m.h = h.prev + "tanh"


@bad("equation h", "None is a NoneType")
def operand_is_none(m):
    m.state("h")
    m.h = None


@bad("equation h", "array(3,) is (3) but h.prev is (H)")
def array_of_another_size(m):
    h = m.state("h")
    m.h = np.ones(3) * h.prev


@bad("equation h", "an array of numbers that are not all finite: [1.0, inf]")
def infinite_array(m):
    h = m.state("h", 2)
    m.h = np.array([1, np.inf]) * h.prev


@bad("equation h", "is a ndarray; an equation takes")
def array_of_words(m):
    h = m.state("h", 1)
    m.h = np.array(["a"]) * h.prev


@bad("equation h", "True is a bool")
def operand_is_a_bool(m):
    h = m.state("h")
    m.h = h.prev * True


@bad("equation h", "1j is a complex")
def operand_is_complex(m):
    h = m.state("h")
    m.h = h.prev * 1j


@bad("equation h", "nan is not a finite real number")
def operand_is_not_a_number(m):
    h = m.state("h")
    m.h = h.prev * math.nan


@bad("equation h", "not a finite real number")
def division_by_zero(m):
    h = m.state("h")
    m.h = h.prev / 0


@bad("equation h", "alpha is a Symbol")
def operand_is_a_symbol(m):
    h = m.state("h")
    m.h = h.prev * sp.Symbol("alpha")


@bad("equation h", "np.tanh takes arrays, and h.prev is none; write tanh(…) of the package derive")
def function_of_numpy(m):
    h = m.state("h")
    m.h = np.tanh(h.prev)


@bad("equation h", "h.prev has no truth value")
def branch(m):
    h = m.state("h")
    m.h = h.prev if h.prev else h.prev * 2


@bad("equation h", "h.prev > 0 is not known while the equations are written; where(h.prev > 0, x, y) chooses")
def branch_on_a_comparison(m):
    h = m.state("h")
    m.h = h.prev if h.prev > 0 else h.prev * 2


@bad("equation h", "where: first comes a comparison")
def where_without_a_comparison(m):
    h = m.state("h")
    m.h = where(h.prev, 1, 0)


@bad("equation h", "h.prev > 0 is a comparison, and no number")
def comparison(m):
    h = m.state("h")
    m.h = h.prev * (h.prev > 0)


@bad("equation h", "tanh takes 1 argument, not 2")
def too_many_arguments(m):
    h = m.state("h")
    m.h = tanh(h.prev, h.prev)


@bad("equation h", "maximum takes 2 arguments, not 1")
def too_few_arguments(m):
    h = m.state("h")
    m.h = maximum(h.prev)


@bad("equation h", "affine: first comes a label", "not x")
def affine_without_a_label(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine(x, h.prev))


@bad("equation h", "name the weights from the fourth operand on")
def affine_of_many(m):
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x, h.prev, x, x))


@bad("equation a_h", "other is a tensor of another cell")
def tensor_of_another_cell(m):
    borrowed = []

    def lender(lent):
        lent.other = lent.input("x", H) * 2
        borrowed.append(lent.other)

    _ = Cell(lender, "").system
    h = m.state("h")
    m.h = tanh(h.prev + borrowed[0])


@bad("ZeroDivisionError", "1 / 0")
def any_other_exception(m):
    1 / 0  # noqa: B018


def definition_without_a_builder():
    pass


BAD["definition_without_a_builder"] = (definition_without_a_builder, ("TypeError", "takes 0 positional arguments"))


@pytest.mark.parametrize("name", BAD)
def test_a_bad_definition_is_refused_by_name(name):
    definition, says = BAD[name]
    with pytest.raises(CellError) as error:
        _ = Cell(definition, "").system
    message = str(error.value)
    assert message.startswith(f"cell {name}: ")
    assert "\n" not in message
    for words in says:
        assert words in message


@pytest.mark.parametrize("name", ["<lambda>", "my cell", "../escape", "class", "1st"])
def test_a_bad_name_of_a_cell_is_refused(name):
    with pytest.raises(CellError, match="cannot name a cell"):
        cell(source="", name=name)(lambda m: None)


def test_the_line_of_the_mistake_is_named(tmp_path: Path):
    (tmp_path / "broken.py").write_text(
        "from derive import cell, tanh\n\n\n@cell(source='')\ndef broken(m):\n    x, h = m.input('x'), m.state('h')\n"
        "    m.g = tanh(m.affine('g', x, h.prev))\n    m.h = m.g *\\\n        m.ff\n\n\nbroken.system\n"
    )
    done = subprocess.run([sys.executable, "broken.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "cell broken: equation h: 'ff' is not defined here" in done.stderr
    assert "(line 9: m.ff)" in done.stderr


# --- and what looks odd but is in order


def test_numbers_of_every_real_kind_are_exact():
    def definition(m):
        h = m.state("h")
        m.h = np.float64(0.1) * h.prev + np.float32(0.5) + 0.1 + 2 + sp.Rational(1, 3) + np.int64(2)

    [equation] = Cell(definition, "").system.equations
    constants = {term.expr for term in equation.terms if term.expr.is_number}
    assert constants == {sp.Rational(1, 2), sp.Rational(1, 10), sp.Integer(2), sp.Rational(1, 3)}
    assert sp.Rational(1, 10) in equation.terms[0].expr.args


def test_a_size_stands_for_its_number():
    def definition(m):
        h = m.state("h")
        m.h = h.prev * (1 / H.symbol) + mean(h.prev)

    [equation] = Cell(definition, "").system.equations
    assert all(term.expr.has(H.symbol) for term in equation.terms)


def test_sizes_of_the_user_get_letters_of_their_own():
    def definition(m):
        big, bigger = m.size("D", "model_size"), m.size("Dx", "expanded_size")
        h = m.state("h")
        m.a = m.param("A", big, H) @ h.prev
        m.b = m.param("B", bigger, big) @ m.a
        m.h = m.param("C", H, bigger) @ m.b

    letters = [size.index().name for size in Cell(definition, "").system.sizes]
    assert len(set(letters)) == len(letters) == 3
