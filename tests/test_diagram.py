"""Diagrams: every picture of every cell is drawn without a fault, and says what the equations say."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import paper_cells
import pytest
import strange_cells
from typesetting import needs_tex

from derive import Backward, Cell, H, adjoint, cell
from derive.cells import builtin
from derive.core.equations import TIME, Kind, Tensor
from derive.diagram import Drawing, backward_graph, circuit, odyssey, unrolled
from derive.diagram.drawing import svg, tikz
from derive.diagram.drawing.sheets import LEAST, sheets, whole
from derive.diagram.graph.circuit import LARGE, step
from derive.diagram.graph.factors import Factors
from derive.diagram.graph.nodes import Graph, Role, abridged, contracted, folded
from derive.diagram.graph.reader import closed, graph
from derive.diagram.graph.unrolled import Parts
from derive.language import dot, outer, sigmoid, tanh
from derive.notation import DEFAULT, Notation, spelled
from derive.typeset.reader import Unreadable
from derive.typeset.reader import read as formula
from derive.typeset.runs import typeset
from derive.typeset.tree import EMPTY

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = ("circuit", "odyssey", "unrolled", "backward")


# --- cells that nobody has drawn before


@cell(source="no paper")
def detour(m):
    """The belt is read between two of its operations, and what is read joins it again."""
    x, h, c = m.input("x"), m.state("h"), m.state("c")
    m.kept = sigmoid(m.affine("f", x, h.prev)) * c.prev
    m.c = m.kept + tanh(m.affine("g", x, m.kept)) * m.kept
    m.h = tanh(m.c) * m.c


@cell(source="no paper")
def exchange(m):
    """Two states that change places, a third that is read by both at both steps, an output of its own."""
    x, a, b, c = m.input("x"), m.state("a"), m.state("b"), m.state("c")
    m.c = c.prev + a.prev * b.prev
    m.a = b.prev * m.c + tanh(m.affine("a", x))
    m.b = a.prev * c.prev
    m.y = m.a + m.b + m.c
    m.output(m.y)


@cell(source="no paper")
def crowd(m):
    """Sums and products of many, two inputs, a gate that everything passes."""
    x, u, h = m.input("x"), m.input("u", H), m.state("h")
    gates = [sigmoid(m.affine(f"{name}", x, h.prev, u)) for name in "abcde"]
    for name, gate in zip("abcde", gates, strict=True):
        m[f"g_{name}"] = gate
    m.p = m.g_a * m.g_b * m.g_c * m.g_d * u
    m.q = m.g_a + m.g_b + m.g_c + m.g_d + m.g_e + u + h.prev
    m.h = m.p * h.prev + tanh(m.q) * m.g_e


@cell(source="no paper")
def tensors(m):
    """A matrix that is carried and used on both sides, and a scalar of it."""
    x, C, h = m.input("x"), m.state("C", H, H), m.state("h")
    m.k, m.v = tanh(m.affine("k", x)), tanh(m.affine("v", x, h.prev))
    m.s = sigmoid(dot(C.prev @ m.k, m.v))
    m.C = m.s * C.prev + (1 - m.s) * outer(m.v - C.prev @ m.k, m.k)
    m.h = tanh(m.C @ m.k + m.C.T @ m.v) * m.s


@cell(source="no paper", name="independent")
def independent(m):
    """IndRNN: the recurrence is elementwise, but through weights."""
    x, h = m.input("x"), m.state("h")
    m.h = tanh(m.affine("", x) + m.param("u", H) * h.prev)


OWN = {made.name: made for made in list(globals().values()) if isinstance(made, Cell)}
ZOO: dict[str, Cell] = {**builtin(), **strange_cells.CELLS, **paper_cells.CELLS, **OWN}


@cache
def derived(name: str) -> Backward:
    return adjoint(ZOO[name].system)


@cache
def net(name: str) -> Graph:
    return graph(ZOO[name].system)


@cache
def shown(name: str) -> Graph:
    """What circuit and Odyssey show."""
    return step(ZOO[name].system)


@cache
def drawn(picture: str, name: str) -> Drawing:
    if picture == "backward":
        return backward_graph(derived(name))
    return {"circuit": circuit, "odyssey": odyssey, "unrolled": unrolled}[picture](ZOO[name].system)


every_picture = pytest.mark.parametrize("picture", PICTURES)
every_cell = pytest.mark.parametrize("name", ZOO)


# --- what is in the file


class Rectangle(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rectangle, by: float = 0.0) -> bool:
        """Whether they overlap, or come nearer than asked for."""
        return (
            self.left < other.right + by
            and other.left < self.right + by
            and self.top < other.bottom + by
            and other.top < self.bottom + by
        )

    def holds(self, other: Rectangle) -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def has_on_border(self, x: float, y: float) -> bool:
        inside = self.left - 0.02 <= x <= self.right + 0.02 and self.top - 0.02 <= y <= self.bottom + 0.02
        at_edge = min(abs(x - self.left), abs(x - self.right), abs(y - self.top), abs(y - self.bottom)) < 0.02
        return inside and at_edge


class Line(NamedTuple):
    """A wire as it stands in the file."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    kinds: frozenset[str]
    tensor: str

    @property
    def net(self) -> tuple[str, bool]:
        """What it shares its path with: wires of one source, and gradients that run together to one target."""
        back = "gradient" in self.kinds
        return (self.target if back else self.source), back

    def segments(self) -> Iterator[Rectangle]:
        for (x, y), (u, v) in pairwise(self.points):
            assert x == u or y == v, f"{self.source} → {self.target} runs askew"
            yield Rectangle(min(x, u), min(y, v), max(x, u), max(y, v))


class Read(NamedTuple):
    """A picture, read back from its file."""

    width: float
    height: float
    nodes: dict[str, Rectangle]
    wires: list[Line]
    text: str


@cache
def read(picture: str, name: str) -> Read:
    return parsed(drawn(picture, name))


def parsed(drawing: Drawing) -> Read:
    """Write the drawing, and read it back from what is written."""
    text = svg.render(drawing)
    root = ET.fromstring(text)
    nodes = {}
    for group in root.iter(f"{SVG}g"):
        if "data-node" not in group.attrib:
            continue
        assert group.get("data-node") not in nodes
        box, circle = group.find(f"{SVG}rect"), group.find(f"{SVG}circle")
        if circle is not None:
            x, y, r = (float(circle.get(key, "nan")) for key in ("cx", "cy", "r"))
            nodes[group.get("data-node", "")] = Rectangle(x - r, y - r, x + r, y + r)
        else:
            assert box is not None
            x, y, w, h = (float(box.get(key, "nan")) for key in ("x", "y", "width", "height"))
            nodes[group.get("data-node", "")] = Rectangle(x, y, x + w, y + h)
    wires = []
    for group in root.iter(f"{SVG}g"):
        if "data-from" in group.attrib:
            points = tuple(tuple(map(float, pair.split(","))) for pair in group.get("data-points", "").split())
            kinds = frozenset(group.get("class", "").split())
            ends = group.get("data-from", ""), group.get("data-to", "")
            wires.append(Line(*ends, points, kinds, group.get("data-t", "")))
    return Read(float(root.get("width", "nan")), float(root.get("height", "nan")), nodes, wires, text)


# --- geometry


def misplaced(drawing: Drawing, page: Read) -> Iterator[str]:
    """What sticks out of the page or of its node, and nodes and labels that lie on one another or on wires."""
    whole = Rectangle(0, 0, page.width, page.height)
    inner = [(shape, text) for shape in drawing.shapes for text in shape.texts]
    boxes = {text: Rectangle(*vars(text.box).values()) for _, text in inner} | {
        text: Rectangle(*vars(text.box).values()) for text in drawing.labels
    }
    yield from (f"{key} sticks out" for key, box in {**page.nodes, **boxes}.items() if not whole.holds(box))
    yield from (f"{w.source} → {w.target} sticks out" for w in page.wires for s in w.segments() if not whole.holds(s))
    for (one, box), (other, another) in combinations(page.nodes.items(), 2):
        if box.meets(another, 3):
            yield f"{one} and {other} touch"
    for shape, text in inner:
        if text.role != "factor" and not shape.box.grown(1.5).holds(text.box):
            yield f"{text.formula} is too large for {shape.key}"
    free = [*drawing.labels, *(text for _, text in inner if text.role == "factor")]
    for one, other in combinations(free, 2):
        if boxes[one].meets(boxes[other]):
            yield f"{one.formula} lies on {other.formula}"
    for text in free:
        yield from (f"{text.formula} lies on {key}" for key, node in page.nodes.items() if boxes[text].meets(node))
        if any(boxes[text].meets(segment) for wire in page.wires for segment in wire.segments()):
            yield f"{text.formula} lies on a wire"


def pierced(page: Read, kept: float) -> Iterator[str]:
    """Wires that go through a node, or nearer past one than they should."""
    for wire in page.wires:
        segments = list(wire.segments())
        for key, box in page.nodes.items():
            first = 1 if key == wire.source else 0
            last = len(segments) - (key == wire.target)
            if any(box.meets(segment, kept) for segment in segments[first:last]):
                yield f"{wire.source} → {wire.target} meets {key}"
        for key, segment in ((wire.source, segments[0]), (wire.target, segments[-1])):
            if page.nodes[key].meets(segment, -0.02):
                yield f"{wire.source} → {wire.target} enters {key}"


def touching(page: Read) -> Iterator[str]:
    """Wires of different nets that have more in common than crossings, at which both go straight on."""
    nets: dict[tuple[str, bool], set[Rectangle]] = {}
    for wire in page.wires:
        nets.setdefault(wire.net, set()).update(wire.segments())
    for (one, mine), (other, theirs) in combinations(nets.items(), 2):
        for a in mine:
            for b in theirs:
                if a.meets(b, 0.01):
                    flat, upright = (a, b) if a.top == a.bottom else (b, a)
                    crossing = flat.top == flat.bottom and upright.left == upright.right
                    inner = flat.left < upright.left < flat.right and upright.top < flat.top < upright.bottom
                    if not (crossing and inner):
                        yield f"wires of {one[0]} and {other[0]} touch"


@every_picture
@every_cell
def test_nothing_overlaps_and_nothing_sticks_out(picture: str, name: str) -> None:
    assert not list(misplaced(drawn(picture, name), read(picture, name)))


@every_picture
@every_cell
def test_no_wire_goes_through_a_node(picture: str, name: str) -> None:
    assert not list(pierced(read(picture, name), kept=1.5 if picture == "backward" else 4))


@every_picture
@every_cell
def test_wires_of_different_nets_only_cross(picture: str, name: str) -> None:
    assert not list(touching(read(picture, name)))


@every_picture
@every_cell
def test_what_is_drawn_of_each_wire_makes_up_the_whole(picture: str, name: str) -> None:
    """Wires of one source are drawn once where they run together; and forks, there alone, have dots."""
    drawing = drawn(picture, name)
    for wire in drawing.wires:
        length = len(wire.own)
        back = wire.role == "gradient"
        assert (
            wire.own[: length - 1] == wire.points[: length - 1] if back else wire.own[1:] == wire.points[1 - length :]
        )
        loose = wire.own[-1] if back else wire.own[0]
        end = wire.points[-1] if back else wire.points[0]
        if loose != end:
            assert any((dot.x, dot.y) == loose for dot in drawing.dots), "a wire begins nowhere"


def moved(drawing: Drawing, source: str, target: str, points: tuple[tuple[float, float], ...]) -> Drawing:
    """With one wire laid elsewhere."""
    wires = [
        replace(wire, points=points, own=points) if (wire.source, wire.target) == (source, target) else wire
        for wire in drawing.wires
    ]
    return replace(drawing, wires=tuple(wires))


def test_the_checks_are_not_blind() -> None:
    good = drawn("circuit", "lstm")
    shapes = {shape.key: shape for shape in good.shapes}
    wires = {(wire.source, wire.target): wire for wire in good.wires}

    aside = replace(shapes["i"], box=shapes["i"].box.moved(-60, -60))  # onto the wire from f to the belt
    page = parsed(replace(good, shapes=tuple(aside if shape.key == "i" else shape for shape in good.shapes)))
    assert "f → c:1 meets i" in list(pierced(page, 0))
    assert edges_or_fault(page) == "fault"

    onto = replace(shapes["i"], box=shapes["f"].box.moved(5, 5))
    crowded = replace(good, shapes=tuple(onto if shape.key == "i" else shape for shape in good.shapes))
    assert any("touch" in fault for fault in misplaced(crowded, parsed(crowded)))

    label = replace(good.labels[0], x=good.wires[0].points[0][0], y=good.wires[0].points[0][1])
    covered = replace(good, labels=(label, *good.labels[1:]))
    assert any("lies on" in fault for fault in misplaced(covered, parsed(covered)))

    narrow = replace(good, width=good.width - 30)
    assert any("sticks out" in fault for fault in misplaced(narrow, parsed(narrow)))

    (x, y), *_, (u, v) = wires["x", "a_f"].points
    through = moved(good, "x", "a_f", ((x, y), (u, v - 200)))
    assert list(pierced(parsed(through), 4))
    beside = wires["h@t-1", "a_f"].points  # a wire of x on that of h
    assert list(touching(parsed(moved(good, "x", "a_i", beside))))

    gone = replace(good, wires=good.wires[1:])
    assert edges_of(parsed(gone)) != Counter(net("lstm").edges)
    elsewhere = moved(good, "f", "c:1", wires["a_f", "f"].points)
    assert edges_or_fault(parsed(elsewhere)) == "fault"


def edges_or_fault(page: Read) -> Counter[tuple[str, str]] | str:
    try:
        return edges_of(page)
    except (AssertionError, ValueError):
        return "fault"


# --- the graph read back is that of the equations


def edges_of(page: Read, kind: str = "") -> Counter[tuple[str, str]]:
    """Edges by where the wires begin and end on the page, not by what they say of themselves."""
    found: Counter[tuple[str, str]] = Counter()
    for wire in page.wires:
        if ("gradient" in wire.kinds) != (kind == "gradient"):
            continue
        ends = []
        for x, y in (wire.points[0], wire.points[-1]):
            (key,) = [key for key, box in page.nodes.items() if box.has_on_border(x, y)]
            ends.append(key)
        assert ends == [wire.source, wire.target]
        found[ends[0], ends[1]] += 1
    return found


@every_cell
def test_the_circuit_is_the_graph(name: str) -> None:
    page = read("circuit", name)
    assert edges_of(page) == Counter(shown(name).edges)
    assert set(page.nodes) == set(shown(name).nodes)


@every_cell
def test_the_odyssey_is_the_graph_with_its_states_folded(name: str) -> None:
    page, whole = read("odyssey", name), folded(shown(name))
    assert edges_of(page) == Counter(whole.edges)
    assert set(page.nodes) == set(whole.nodes)
    dashed = {(wire.source, wire.target) for wire in page.wires if "delayed" in wire.kinds}
    assert dashed == {(o.source, node.key) for node in whole.nodes.values() for o in node.operands if o.delayed}


@every_cell
def test_abridged_graphs_lead_from_tensor_to_tensor_as_before(name: str) -> None:
    whole, short = net(name), abridged(net(name))
    assert Counter(contracted(short).edges) == Counter(contracted(whole).edges)
    assert short.belts == whole.belts
    changed = {key for key, node in short.nodes.items() if node != whole.nodes[key]}
    assert all(short.nodes[key].label == whole.nodes[key].symbol != EMPTY for key in changed)


def test_what_is_large_is_abridged() -> None:
    large = {name for name in ZOO if shown(name) != net(name)}
    assert large == {name for name in ZOO if len(net(name).operations) > LARGE} == {"layer_norm_lstm"}


def reads(name: str) -> dict[str, set[tuple[str, bool]]]:
    """What each equation reads, and whether of another step, straight from the equations."""
    system = ZOO[name].system
    return {
        equation.name: {
            (c.base.name, c.base.in_time and c.indices[0] != TIME)
            for term in equation.terms
            for c in term.components()
            if not closed(c.base)
        }
        for equation in system.equations
    }


@every_cell
def test_the_graph_is_that_of_the_equations(name: str) -> None:
    """With the operations that have no name taken out, a tensor is made of what its equation reads."""
    whole = contracted(net(name))
    expected = reads(name)
    named = {key: node.tensor.name for key, node in whole.nodes.items() if node.tensor is not None}
    for node in whole.operations:
        assert node.tensor is not None
        found = {(named[source], whole.nodes[source].role is Role.OLD) for source in node.sources}
        aliases = {other: key for other, key in net(name).values.items() if key != other}
        wanted = {
            (named[aliases[tensor]] if tensor in aliases and not old else tensor, old)
            for tensor, old in expected[node.tensor.name]
        }
        assert found == wanted, node.key
    ends = {node.tensor for node in whole.of_role(Role.NEW)}
    assert ends == set(ZOO[name].system.states)
    missing = set(expected) - set(net(name).values)
    wanted = {tensor.name for tensor in ends} | ({whole.output.name} if whole.output is not None else set())
    for tensor in missing:  # nothing that is left out leads to a state or, at the same step, to the output
        assert tensor not in wanted or not ZOO[name].system.tensors[tensor].in_time
        users = {user for user, read in expected.items() if (tensor, False) in read or (tensor, True) in read}
        assert closed(ZOO[name].system.tensors[tensor]) or users <= missing


@every_cell
def test_the_backward_graph_is_that_of_the_derivation(name: str) -> None:
    page, whole = read("backward", name), contracted(net(name))
    shown = {key for key, node in whole.nodes.items() if node.role not in (Role.NEW, Role.OUTPUT)}
    forward = {edge for edge in edges_of(page) if set(edge) <= shown}
    assert forward == {edge for edge in whole.edges if set(edge) <= shown}
    back = {edge[::-1] for edge in edges_of(page, "gradient") if set(edge) <= shown}
    backward = derived(name)
    wanted = set()
    for derivation in backward.derivations.values():
        for path in derivation.paths:
            for arriving in path.result.components():
                if arriving.base.kind is Kind.ADJOINT and arriving.base.of == path.user.tensor:
                    if not (arriving.base.in_time and derivation.tensor.batched):
                        continue
                    ahead = arriving.indices[0] - TIME
                    at = "" if ahead == 0 or not derivation.tensor.in_time else f"@{str(TIME - ahead).replace(' ', '')}"
                    wanted.add((f"{derivation.tensor.name}{at}", path.user.name))
    assert back == {edge for edge in wanted if set(edge) <= shown}


@every_cell
def test_the_unrolled_network_has_the_edges_of_the_equations(name: str) -> None:
    page, parts = read("unrolled", name), Parts(ZOO[name].system, 3)
    assert edges_of(page) == Counter((edge.source, edge.target) for edge in parts.edges())
    handed = {wire.tensor for wire in page.wires if wire.source.split("@")[0] in parts.names}
    for tensor, read_by in reads(name).items():
        for other, delayed in read_by:
            if other in parts.of and tensor in parts.of and delayed:
                assert other in handed, f"{other} reaches no other step"


# --- belts


def test_belts_are_the_elementwise_ways_from_the_old_state_to_the_new() -> None:
    assert net("lstm").belts == {"c@sink": ("c:1", "c")}
    assert net("rnn").belts == {}
    assert net("independent").belts == {}
    assert net("lstm_1997").belts == {"c@sink": ("c",)}
    assert set(net("mlstm").belts) == {"C@sink", "n@sink", "m@sink"}


@every_cell
def test_belts_are_straight(name: str) -> None:
    page = read("circuit", name)
    for chain in shown(name).chains.values():
        heights = set()
        for source, target in pairwise(chain):
            (wire,) = [w for w in page.wires if (w.source, w.target) == (source, target) and "belt" in w.kinds]
            heights |= {y for _, y in wire.points}
        assert len(heights) == 1, chain


@pytest.mark.parametrize("name", ["gru", "gru_reset_before"])
def test_the_belt_is_tapped_before_the_multiplication(name: str) -> None:
    page = read("circuit", name)
    product = page.nodes["h:1"]
    taps = [w for w in page.wires if w.source == "h@t-1" and w.target != "h:1"]
    assert taps
    for wire in taps:
        down = next(x for (x, _), (u, _) in pairwise(wire.points) if x == u)
        assert down < product.left


@every_cell
def test_gates_stand_in_columns(name: str) -> None:
    """A function stands right above the affine map that it alone reads, and wires between them are straight."""
    page, whole = read("circuit", name), shown(name)
    for node in whole.of_role(Role.FUNCTION):
        (source,) = node.sources
        at_bottom = any(whole.nodes[s].role in (Role.INPUT, Role.OLD) for s in whole.nodes[source].sources)
        if whole.nodes[source].role is Role.AFFINE and whole.users[source] == (node.key,) and at_bottom:
            (wire,) = [w for w in page.wires if w.target == node.key]
            assert len(wire.points) == 2, node.key


# --- factors


@pytest.mark.parametrize(
    ("name", "source", "target", "latex"),
    [
        ("lstm", "c@t-1", "c", "f^{t}"),
        ("lstm", "f", "c", "c^{t-1}"),
        ("lstm", "h@t-1", "a_f", r"R_f^\top"),
        ("lstm", "x", "a_f", r"W_f^\top"),
        ("lstm", "c", "h", r"o^{t} \odot (1 - \tanh^{2}(c^{t}))"),
        ("peephole_lstm", "c", "a_o", "p_o"),
        ("peephole_lstm", "c@t-1", "a_i", "p_i"),
        ("gru", "z", "h", "h^{t-1} - n^{t}"),
        ("gru", "h@t-1", "h", "z^{t}"),
        ("lstm_cifg", "c@t-1", "c", "1 - i^{t}"),
        ("lstm_1997", "c@t-1", "c", "1"),
        ("mlstm", "k", "n", "i'^{t}"),
        ("mlstm", "f_prime", "C", r"\langle \cdot,\,C^{t-1}\rangle"),
    ],
)
def test_factors_are_the_local_derivatives(name: str, source: str, target: str, latex: str) -> None:
    assert str(Factors(derived(name), DEFAULT).formula(source, target)) == latex
    drawing = drawn("backward", name)
    shape = next(shape for shape in drawing.shapes if shape.key == target)
    assert latex in [str(text.formula) for text in shape.texts if text.role == "factor"]


@every_cell
def test_the_paths_of_a_derivation_have_their_numbers_in_the_picture(name: str) -> None:
    """Each wire back bears the paths that go through the tensor it comes from, and all that are shown have one."""
    backward, page = derived(name), read("backward", name)
    seen: dict[str, set[int]] = {}
    for element in ET.fromstring(page.text).iter(f"{SVG}g"):
        if "gradient" not in element.get("class", ""):
            continue
        adjoint, user = element.get("data-t", ""), element.get("data-from", "")
        (derivation,) = [d for d in backward.derivations.values() if d.adjoint.name == adjoint]
        numbers = [int(number) for number in element.get("data-paths", "").split()]
        assert bool(numbers) == (len(derivation.paths) > 1)
        seen.setdefault(adjoint, set()).update(numbers)
        if user in net(name).values:
            assert {derivation.paths[number - 1].user.name for number in numbers} <= {user}
        colours = [line.get("class", "") for line in element.iter(f"{SVG}path")]
        assert set(colours) - {"", "head", "hit"} <= {
            f"{head}p{(n - 1) % 6 + 1}" for n in numbers for head in ("", "head ")
        }
        assert colours[: len(numbers)] == [f"p{(number - 1) % 6 + 1}" for number in numbers]
    for derivation in backward.derivations.values():
        if len(derivation.paths) > 1 and derivation.adjoint.name in seen:
            users = {number: path.user.name for number, path in enumerate(derivation.paths, start=1)}
            shown = {number for number, user in users.items() if net(name).values.get(user) == user}
            assert shown <= seen[derivation.adjoint.name] <= set(users)


def test_gradients_are_of_one_colour_until_they_are_added_up() -> None:
    drawing = drawn("backward", "lstm")
    dots = {(dot.x, dot.y) for dot in drawing.dots if dot.role == "gradient"}
    for wire in drawing.wires:
        first, *others = drawing.strokes(wire)
        assert first.paths == wire.paths
        assert not any(stroke.paths for stroke in others)
        if wire.role == "gradient":
            assert first.points[-1] in dots or first.points[-1] == wire.points[-1]
    added = [wire for wire in drawing.wires if wire.target == "h@t-1" and len(list(drawing.strokes(wire))) > 1]
    assert added
    assert all(f"derive{wire.paths[0]}" in tikz.render(drawing) for wire in added)


def test_weights_are_written_whole() -> None:
    weights = {
        str(o.weight): o.parameter for node in net("fast_grnn").nodes.values() for o in node.operands if o.weight
    }
    assert weights == {"W": "W", "U": "U", r"\sigma(\zeta)": "zeta"}
    assert {str(o.weight) for o in net("antisymmetric").nodes["a_h"].operands} == {"A", "W_z"}


def test_truncated_gradients_have_no_way_back() -> None:
    page = read("backward", "lstm_1997_truncated")
    assert ("h@t-1", "stop_gradient_h") in edges_of(page)
    assert ("stop_gradient_h", "h@t-1") not in edges_of(page, "gradient")


# --- the writers


@every_picture
def test_pictures_are_the_same_every_time(picture: str) -> None:
    system = ZOO["peephole_lstm"].system
    again = (
        backward_graph(adjoint(system))
        if picture == "backward"
        else {"circuit": circuit, "odyssey": odyssey, "unrolled": unrolled}[picture](system)
    )
    assert svg.render(again) == read(picture, "peephole_lstm").text
    assert tikz.render(again) == tikz.render(drawn(picture, "peephole_lstm"))


def test_hash_order_has_no_say(tmp_path: Path) -> None:
    import sys

    code = (
        "from derive.cells import builtin; from derive.diagram import circuit, odyssey; "
        "from derive.diagram.drawing import svg; "
        "print(*(svg.render(f(builtin()[n].system)) for f in (circuit, odyssey) for n in ('mlstm', 'lstm_fgr')))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_tensors_can_be_found_in_the_file() -> None:
    page = read("circuit", "lstm")
    root = ET.fromstring(page.text)
    marked = {element.get("data-t") for element in root.iter() if "data-t" in element.attrib}
    assert {"x", "h", "c", "i", "f", "g", "o", "a_i", "a_f", "a_g", "a_o"} <= marked
    assert {f"{kind}_{gate}" for kind in "WRb" for gate in "ifgo"} <= marked
    gradients = {e.get("data-t") for e in ET.fromstring(read("backward", "lstm").text).iter() if "data-t" in e.attrib}
    assert {"dx", "dh", "dc", "di", "df", "dg", "do", "da_i", "da_f", "da_g", "da_o", "dy"} <= gradients
    assert not re.search(r'\bid="', page.text), "ids clash where several drawings stand in one page"
    assert "<title>" in page.text


def test_the_style_can_be_left_to_the_page() -> None:
    bare = svg.render(drawn("circuit", "lstm"), style=False)
    assert "<style" not in bare
    assert svg.STYLE.strip() in svg.render(drawn("circuit", "lstm"))


def test_names_are_escaped() -> None:
    tensor = Tensor('a<"&', (H,), Kind.SIGNAL)
    assert tensor.name == 'a<"&'
    notation = Notation("odd", {"f": spelled("f"), "i": spelled("<&>")})
    ET.fromstring(svg.render(circuit(ZOO["lstm"].system, notation)))


def test_notations_are_followed() -> None:
    notation = Notation("other", {"f": spelled("phi")}, time="subscript", step=r"\langle * \rangle")
    drawing = circuit(ZOO["lstm"].system, notation)
    labels = {str(text.formula) for text in drawing.labels}
    assert r"\phi_{\langle t\rangle}" in labels
    assert "ϕ" in svg.render(drawing)
    assert r"$\phi_{\langle t\rangle}$" in tikz.render(drawing)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"R_f^\top", "Rf⊤"),
        ("c^{t-1}", "ct−1"),
        (r"\tilde{c}_t", "ct"),
        (r"\frac{a + b}{2}", "(a+b)/2"),
        (r"\sqrt{H}", "H"),
        (r"\mathrm{mean}", "mean"),
        (r"\operatorname{relu}(x)", "relu(x)"),
        (r"W_{\mathit{for}}", "Wfor"),
        (r"i'^{t}", "it"),
        (r"\unheard{x}", "unheardx"),
    ],
)
def test_formulas_are_set_as_text(latex: str, text: str) -> None:
    assert typeset(formula(latex)).text == text


def test_scripts_stand_above_and_below() -> None:
    below, above = typeset(formula("c_f^{t}")).runs[1:]
    assert below.rise < 0 < above.rise
    assert not below.left > above.left
    assert below.scale == above.scale < 1


def test_a_prime_stands_above_the_line_and_a_root_has_a_bar() -> None:
    """They were letters of a font: a prime on the base line, a root sign beside parentheses."""
    [prime] = typeset(formula("i'")).strokes
    assert min(y for _, y in prime.points) > 0.35
    root = typeset(formula(r"\sqrt{H + 1}"))
    [bar] = root.strokes
    (left, top), (right, also_top) = bar.points[-2:]
    assert top == also_top > root.runs[0].rise + 0.72
    assert left < root.runs[0].left
    assert right > root.runs[-1].left + root.runs[-1].width - 0.01


@pytest.mark.parametrize("accent", ["hat", "tilde", "bar", "dot", "ddot", "vec", "check"])
def test_an_accent_stands_above_its_letter(accent: str) -> None:
    high, low = (typeset(formula(rf"\{accent}{{{letter}}}")) for letter in "Cc")
    for one, top in ((high, 0.7), (low, 0.46)):
        for stroke in one.strokes:
            assert all(y > top and -0.1 < x < one.width + 0.15 for x, y in stroke.points)
    assert 'class="stroke"' in svg.render(circuit(ZOO["slstm"].system))


@pytest.mark.parametrize("latex", ["{", "}", "a}{b", "a_", r"\frac{a}", r"\left( a"])
def test_what_is_no_formula_is_refused(latex: str) -> None:
    with pytest.raises(Unreadable):
        formula(latex)


@pytest.mark.parametrize("name", ["lstm", "mlstm", "layer_norm_lstm", "masked_both_ways"])
@every_picture
def test_what_is_too_large_for_a_page_is_cut_between_nodes(picture: str, name: str) -> None:
    drawing = drawn(picture, name)
    width, height = 652.0, 924.0
    found = sheets(drawing, width, height)
    assert len(found) == 1 or whole(drawing, width, height).scale < LEAST
    assert len(tikz.pages(drawing)) == len(found)
    area = sum(sheet.box.width * sheet.box.height for sheet in found)
    assert area == pytest.approx(drawing.width * drawing.height)
    for sheet in found:
        across, down = (height, width) if sheet.turned else (width, height)
        assert sheet.scale * sheet.box.width <= across + 1e-6
        assert sheet.scale * sheet.box.height <= down + 1e-6
        assert sheet.scale >= LEAST - 1e-9
    for box in [shape.box for shape in drawing.shapes] + [text.box for text in drawing.labels]:
        assert sum(sheet.box.meets(box) for sheet in found) == 1


@needs_tex
def test_tex_sets_the_pictures_without_a_fault(tmp_path: Path) -> None:
    names = ("peephole_lstm", "gru", "mlstm", "forecaster", "tensors")
    bodies = [tikz.render(drawn(picture, name), width=440) for name in names for picture in PICTURES]
    bodies += tikz.pages(drawn("backward", "mlstm"), width=300)
    text = "\n\n".join(rf"\noindent {body}\clearpage" for body in bodies)
    frame = r"\documentclass[10pt]{article}\usepackage[margin=2cm,a4paper]{geometry}\usepackage{amsmath,tikz}"
    (tmp_path / "p.tex").write_text(frame + r"\begin{document}" + text + r"\end{document}")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "p.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode("latin-1")[-2000:]
    log = (tmp_path / "p.log").read_text("latin-1")
    assert "Overfull" not in log
    assert "Warning: Font" not in log


def test_a_denominator_of_several_factors_stands_in_parentheses() -> None:
    """In the backward picture of layer normalisation it read 1/4H1, whatever that may be."""
    for text in (text for shape in drawn("backward", "layer_norm_lstm").shapes for text in shape.texts):
        letters = typeset(text.formula).text
        assert "/4H" not in letters.replace("\u2009", ""), letters
    assert any("/(4" in typeset(t.formula).text for s in drawn("backward", "layer_norm_lstm").shapes for t in s.texts)
