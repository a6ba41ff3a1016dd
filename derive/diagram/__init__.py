r"""Pictures of cells and networks, drawn from their equations: no coordinate and no cell is known here.

    from derive.diagram import circuit
    from derive.diagram.drawing import svg

    print(svg.render(circuit(cell.system)))

``svg.render`` gives an element to stand in a page, or in a file of its own; in a page with several, put ``svg.STYLE``
into its style sheet, and leave it out of the drawings (``style=False``).  ``tikz.render`` gives a box for ``\input``,
no larger than a page; ``tikz.pages`` gives several where one could not be read.  Each module says what it marks for the
page, and which colours it takes from what is around it.

A picture is made in four steps, each a function from data to data:

    graph    what is computed from what, read off the equations    graph: reader, nodes, factors, signs
    plan     a column and a row for each node                      graph: circuit, odyssey, unrolled, backward, blocks
    drawing  wires routed around the nodes, all coordinates        drawing: layout, bands, route, wires, labels, shapes
    text     SVG and TikZ of the same drawing                      drawing: svg, tikz, sheets
"""

from derive.diagram.drawing.shapes import Drawing
from derive.diagram.graph.backward import backward_graph
from derive.diagram.graph.circuit import circuit
from derive.diagram.graph.odyssey import odyssey
from derive.diagram.graph.unrolled import unrolled

__all__ = ["Drawing", "backward_graph", "circuit", "odyssey", "unrolled"]
