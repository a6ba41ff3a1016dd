"""Matrix form: every equation, evaluated as arrays, against the index form evaluated by plain loops."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np
import pytest
import sympy as sp
from printed import Printed

from derive import Cell, H, M, N, T, adjoint, cell, tangent
from derive.cells import builtin
from derive.core.equations import Bound, Equation, Index, Kind, Size, System, Tensor, Term
from derive.forms import tree as mx
from derive.forms.reader import matrix_form
from derive.forms.reading import reading_order
from derive.language import absolute, dot, exp, maximum, mean, outer, sigmoid, sqrt, tanh, total
from derive.notation.printer import MathPrinter

# --- cells that have what the built-in ones lack


@cell(source="Cho et al. 2014")
def gru(m):
    x, h = m.input("x"), m.state("h")
    m.z = sigmoid(m.affine("z", x, h.prev))
    m.r = sigmoid(m.affine("r", x, h.prev))
    m.n = tanh(m.affine("n", x, m.r * h.prev))
    m.h = m.z * h.prev + (1 - m.z) * m.n


@cell(source="Ba, Kiros & Hinton 2016")
def normalised(m):
    x, h = m.input("x"), m.state("h")
    m.u = m.affine("", x, h.prev)
    m.mu = mean(m.u)
    m.s = sqrt(mean((m.u - m.mu) ** 2) + 1e-5)
    m.v = m.param("alpha", H) * (m.u - m.mu) / m.s + m.param("beta", H)
    m.h = tanh(m.v)


@cell(source="after Beck et al. 2024")
def matrix_memory(m):
    x, C, n = m.input("x"), m.state("C", H, H), m.state("n")
    m.q, m.k, m.v = m.affine("q", x), m.affine("k", x), m.affine("v", x)
    m.i = exp(m.affine("i", x, size=()))
    m.f = sigmoid(m.affine("f", x, size=()))
    m.o = sigmoid(m.affine("o", x))
    m.C = m.f * C.prev + m.i * outer(m.v, m.k)
    m.n = m.f * n.prev + m.i * m.k
    m.h = m.o * (m.C @ m.q) / maximum(absolute(dot(m.n, m.q)), 1)


@cell(source="no paper: what else an equation may hold")
def oddities(m):
    x, h, C = m.input("x"), m.state("h"), m.state("C", H, M)
    m.C = tanh(C.prev + outer(h.prev, x)) / (1 + C.prev**2)
    m.s = total(m.C) / 3 + total(h.prev) + total(C.prev * C.prev * m.C) + m.param("beta")
    m.v = m.param("W", H, M).T @ (C.prev @ (m.C.T @ h.prev))
    m.w = 0.5 * h.prev**3 / (1 + h.prev**2) - m.s
    m.h = m.w + m.C @ m.v + dot(x, m.v) * h.prev


CELLS = [*(builtin()[name] for name in ("rnn", "lstm", "peephole_lstm")), gru, normalised, matrix_memory, oddities]
EXTENT = {"T": 3, "N": 2, "M": 2, "H": 4}


class Values:
    """Random values for every tensor that occurs, and two ways to evaluate an equation on them."""

    def __init__(self, extent: dict[str, int] = EXTENT) -> None:
        self.rng, self.arrays, self.extent = np.random.default_rng(0), {}, extent

    def of(self, tensor: Tensor) -> np.ndarray:
        """The tensor's array; steps 0 … T+1, the other axes from 0."""
        if tensor.name not in self.arrays:
            shape = [self.extent[size.name] + 2 * (size is T) for size in tensor.axes]
            self.arrays[tensor.name] = self.rng.uniform(0.5, 2, shape) * self.rng.choice([1, 1, 1, -1], shape)
            if tensor.name in ("s", "a_s"):
                self.arrays[tensor.name] = abs(self.arrays[tensor.name])
        return self.arrays[tensor.name]

    # --- by loops

    def component(self, expr: sp.Expr, at: dict[Index, int]) -> float:
        match expr:
            case sp.Indexed():
                places = [
                    int(self.component(index, at)) - (size is not T)
                    for size, index in zip(expr.base.axes, expr.indices, strict=bool(expr.base.axes))
                ]
                return float(self.of(expr.base)[tuple(places)])
            case sp.Symbol():
                return at[expr] if expr in at else self.extent[expr.name]
            case sp.Add():
                return sum(self.component(part, at) for part in expr.args)
            case sp.Mul():
                return float(np.prod([self.component(factor, at) for factor in expr.args]))
            case sp.Pow():
                return self.component(expr.base, at) ** self.component(expr.exp, at)
            case sp.Function():
                return float(expr.func.definition(*(sp.Float(self.component(arg, at)) for arg in expr.args)))
        return float(expr)

    def term_at(self, term: Term, at: dict[Index, int]) -> float:
        ranges = [self.range(bound) for bound in term.sums]
        indices = [bound.index for bound in term.sums]
        return sum(
            self.component(term.expr, {**at, **dict(zip(indices, place, strict=True))}) for place in product(*ranges)
        )

    def places(self, equation: Equation, term: Term) -> Iterator[dict[Index, int]]:
        """Every step and sequence at which a term of the equation exists."""
        when = {bound.index: bound for bound in term.when}
        outer = [when.get(bound.index, bound) for bound in equation.bounds if bound.index.size in (T, N)]
        for place in product(*map(self.range, outer)):
            yield dict(zip((bound.index for bound in outer), place, strict=True))

    def range(self, bound: Bound) -> range:
        return range(int(self.component(bound.lo, {})), int(self.component(bound.hi, {})) + 1)

    # --- as arrays

    def evaluate(self, node: mx.Node, at: dict[Size, int]) -> np.ndarray | float:
        match node:
            case mx.Constant(value):
                return float(self.component(value, {}))
            case mx.Ones(size):
                return np.ones(self.extent[size.name])
            case mx.Eye(size):
                return np.eye(self.extent[size.name])
            case mx.Array(tensor, step):
                array = self.of(tensor)
                if tensor.in_time:
                    array = array[int(self.component(step, {T.index(): at.get(T, 0)}))]
                return array[at[N] - 1] if tensor.batched else array
            case mx.Transposed(item):
                return self.evaluate(item, at).T
            case mx.Diagonal(item):
                return np.diag(self.evaluate(item, at))
            case mx.Matmul(left, right):
                return self.evaluate(left, at) @ self.evaluate(right, at)
            case mx.Outer(left, right):
                return np.outer(self.evaluate(left, at), self.evaluate(right, at))
            case mx.Inner(left, right):
                return np.sum(self.evaluate(left, at) * self.evaluate(right, at))
            case mx.Hadamard(items):
                arrays = [self.evaluate(item, at) for item in items]
                assert len({array.shape for array in arrays}) == 1
                return np.prod(arrays, axis=0)
            case mx.Quotient(above, below):
                return self.evaluate(above, at) / self.evaluate(below, at)
            case mx.Scaled(factors, item):
                scalars = [self.evaluate(factor, at) for factor in factors]
                assert all(np.ndim(scalar) == 0 for scalar in scalars)
                return np.prod(scalars) * self.evaluate(item, at)
            case mx.Added(items):
                arrays = [self.evaluate(item, at) for item in items]
                assert len({np.shape(array) for array in arrays if not isinstance(array, float)}) <= 1
                return sum(arrays)
            case mx.Raised(base, exponent):
                return self.evaluate(base, at) ** float(exponent)
            case mx.Applied(function, args):
                arrays = np.broadcast_arrays(*(self.evaluate(arg, at) for arg in args))
                return np.vectorize(lambda *scalars: float(function.definition(*map(sp.Float, scalars))))(*arrays)
            case mx.Summed(bounds, item):
                sizes = [bound.index.size for bound in bounds]
                places = product(*(self.range(bound) for bound in bounds))
                return sum(self.evaluate(item, {**at, **dict(zip(sizes, place, strict=True))}) for place in places)
        raise AssertionError(node)


def systems(one: Cell) -> list[System]:
    return [one.system, adjoint(one.system).system, tangent(one.system)]


def disagreement(equation: Equation, form: mx.MatrixEquation, values: Values) -> float:
    worst = 0.0
    inner = [bound for bound in equation.bounds if bound.index.size not in (T, N)]
    shape = [values.extent[bound.index.size.name] for bound in inner]
    for term, printed in zip(equation.terms, form.terms, strict=True):
        for at in values.places(equation, term):
            marks = {index.size: place for index, place in at.items()}
            array = np.broadcast_to(values.evaluate(printed.node, marks), shape)
            for slot in product(*map(values.range, inner)):
                wanted = values.term_at(term, {**at, **dict(zip((b.index for b in inner), slot, strict=True))})
                got = array[tuple(i - 1 for i in slot)]
                worst = max(worst, abs(got - wanted) / (1 + abs(wanted)))
    return worst


@pytest.mark.parametrize("one", CELLS, ids=lambda one: one.name)
def test_matrix_form_is_what_the_components_say(one: Cell) -> None:
    values, reading = Values(), reading_order(one.system)
    for system in systems(one):
        for equation in system.equations:
            form = matrix_form(equation, reading)
            assert form is not None, equation
            for printed in form.terms:
                assert printed.node.axes in (equation.tensor.features, ()), equation
            assert disagreement(equation, form, values) < 1e-12, MathPrinter().equation(form)


@pytest.mark.parametrize("one", CELLS, ids=lambda one: one.name)
def test_what_is_printed_evaluates_to_what_the_components_say(one: Cell) -> None:
    """The LaTeX itself, read back: all features have one size, so that shapes do not help to get it right."""
    values, reading = Values({"T": 3, "N": 2, "M": 3, "H": 3}), reading_order(one.system)
    printer = MathPrinter(reading=reading)
    equations = [equation for system in systems(one)[:2] for equation in system.equations]
    tensors = {t for e in equations for t in (e.tensor, *e.reads())}

    def column(tensor: Tensor, step: int | None, sequence: int) -> np.ndarray | float:
        array = values.of(tensor)
        array = array if step is None else array[step]
        array = array[sequence - 1] if tensor.batched else array
        return array[:, None] if array.ndim == 1 else array if array.ndim else float(array)

    symbols = {str(printer.doprint(mx.Array(tensor, None))): partial(column, tensor) for tensor in tensors}
    assert len(symbols) == len(tensors)  # no two tensors look alike
    read = Printed(symbols, values.extent, ones=3)
    for equation in equations:
        form = matrix_form(equation, reading)
        assert form is not None
        for term, printed in zip(equation.terms, form.terms, strict=True):
            text = "".join(map(str, printer.node_piece(printed.node)))
            for at in values.places(equation, term):
                step, sequence = (next((i for x, i in at.items() if x.size is size), 1) for size in (T, N))
                got = read.evaluate(text, step, sequence)
                inner = [bound for bound in equation.bounds if bound.index.size not in (T, N)]
                for slot in product(*map(values.range, inner)):
                    wanted = values.term_at(term, {**at, **dict(zip((b.index for b in inner), slot, strict=True))})
                    here = got if np.ndim(got) == 0 else got[tuple([i - 1 for i in slot] + [0] * (2 - len(slot)))]
                    assert here == pytest.approx(wanted, rel=1e-10, abs=1e-12), text


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"A^\top\,u", [[7.0], [10.0]]),
        (r"A\,u", [[5.0], [11.0]]),
        (r"u \odot (A\,u) - u", [[4.0], [20.0]]),
        (r"u\,u^\top", [[1.0, 2.0], [2.0, 4.0]]),
        (r"u^\top\,A\,u", 27.0),
        (r"\frac{2}{H}\,\mathbf{1}^\top\,u", 3.0),
        (r"\sum_{n=1}^{N}\sum_{t=1}^{T}s^{t} - \frac{1}{2}", 2 * (1 + 4) - 0.5),
        (r"s^{t-1}\,[s^{t} > 1]", 1.0),
    ],
)
def test_printed_mathematics_is_read_back_as_a_reader_reads_it(latex: str, value: object) -> None:
    matrix, vector = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [2.0]])
    symbols = {"A": lambda step, n: matrix, "u": lambda step, n: vector, "s": lambda step, n: float(step**2)}
    got = Printed(symbols, {"H": 2, "N": 2, "T": 2}, ones=2).evaluate(latex, 2, 1)
    assert np.shape(got) == np.shape(value)
    assert np.allclose(got, value)


def test_derived_systems_of_second_order_have_a_matrix_form_too() -> None:
    values = Values()
    backward = adjoint(tangent(gru.system)).system  # Hessian-vector products
    for equation in backward.equations:
        form = matrix_form(equation)
        assert form is not None
        assert disagreement(equation, form, values) < 1e-12


def test_the_comparison_is_not_blind() -> None:
    """A transpose, a shift or a factor that is lost must show."""
    values = Values()
    equation = adjoint(gru.system).system.equation("dh")
    form = matrix_form(equation)
    assert form is not None

    def with_term(number: int, node: mx.Node) -> mx.MatrixEquation:
        terms = [*form.terms]
        terms[number] = mx.MatrixTerm(node, terms[number].when)
        return mx.MatrixEquation(form.lhs, tuple(terms), equation)

    (place, node) = next((i, t.node) for i, t in enumerate(form.terms) if isinstance(t.node, mx.Matmul))
    assert isinstance(node.left, mx.Transposed)
    assert isinstance(node.right, mx.Array)
    assert disagreement(equation, form, values) < 1e-12
    assert disagreement(equation, with_term(place, mx.Matmul(node.left.item, node.right)), values) > 1e-3
    late = mx.Array(node.right.tensor, node.right.step - 1)
    assert disagreement(equation, with_term(place, mx.Matmul(node.left, late)), values) > 1e-3
    scaled = mx.Scaled((mx.Constant(sp.Rational(1001, 1000)),), node)
    assert disagreement(equation, with_term(place, scaled), values) > 1e-4


def test_what_has_no_matrix_form_says_so() -> None:
    cube, cubes = Tensor("A", (H, H, H), Kind.PARAMETER), Tensor("B", (H, H, H), Kind.SIGNAL)
    matrices = [Tensor(name, (H, H), Kind.PARAMETER) for name in "PQR"]
    j, r, k, q = (H.index(i) for i in range(4))
    assert matrix_form(Equation(cubes, cubes.bounds(), (Term(cube.at((j, r, k))),))) is None
    star = sp.Mul(*(matrix.at((q, index)) for matrix, index in zip(matrices, (j, r, k), strict=True)))
    total_of_star = Tensor("s", (), Kind.SIGNAL)
    assert matrix_form(Equation(cubes, cubes.bounds(), (Term(star, (Bound.over(q),)),))) is None
    assert matrix_form(Equation(total_of_star, (), (Term(star, tuple(map(Bound.over, (j, r, k, q)))),))) is not None


@pytest.mark.parametrize(
    ("one", "tensor", "latex"),
    [
        ("lstm", "c", r"c^{t} = f^{t} \odot c^{t-1} + i^{t} \odot g^{t}"),
        ("lstm", "h", r"h^{t} = o^{t} \odot \tanh(c^{t})"),
        ("lstm", "dW_f", r"\delta W_f = \sum_{n=1}^{N}\sum_{t=1}^{T}\delta a_f^{t}\,(x^{t})^\top"),
        ("gru", "dx", r"\delta x^{t} = W_z^\top\,\delta a_z^{t} + W_r^\top\,\delta a_r^{t} + W_n^\top\,\delta a_n^{t}"),
        ("gru", "h", r"h^{t} = z^{t} \odot h^{t-1} + (1 - z^{t}) \odot n^{t}"),
        ("gru", "dz", r"\delta z^{t} = \delta h^{t} \odot (h^{t-1} - n^{t})"),
        ("gru", "da_z", r"\delta a_z^{t} = \delta z^{t} \odot z^{t} \odot (1 - z^{t})"),
        ("normalised", "mu", r"\mu^{t} = \frac{1}{H}\,\mathbf{1}^\top\,u^{t}"),
        ("normalised", "v", r"v^{t} = \frac{\alpha \odot (u^{t} - \mu^{t}\,\mathbf{1})}{s^{t}} + \beta"),
        ("normalised", "da_s", r"\delta a_s^{t} = \frac{\delta s^{t}}{2\,s^{t}}"),
        ("matrix_memory", "C", r"C^{t} = f^{t}\,C^{t-1} + i^{t}\,v^{t}\,(k^{t})^\top"),
        ("matrix_memory", "a_h", r"a_h^{t} = C^{t}\,q^{t}"),
        ("matrix_memory", "di", r"\delta i^{t} = (v^{t})^\top\,\delta C^{t}\,k^{t} + (\delta n^{t})^\top\,k^{t}"),
    ],
)  # fmt: skip
def test_it_is_written_as_a_paper_writes_it(one: str, tensor: str, latex: str) -> None:
    system = next(known for known in CELLS if known.name == one).system
    found = {equation.name: equation for s in (system, adjoint(system).system) for equation in s.equations}
    reading = reading_order(system)
    form = matrix_form(found[tensor], reading)
    assert form is not None
    assert str(MathPrinter(reading=reading).equation(form)) == latex
