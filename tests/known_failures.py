"""Tests that are known to fail, and why: the list of what is to be mended, which should grow shorter."""

from __future__ import annotations

NTM = "not looked into yet: memory of slots, whose axes are not those of units"
WIDE = "a formula is wider than the page, or a label is cut"
UNREAD = "the generator makes signals that nothing reads, which are refused since they became errors"

KNOWN_FAILURES: dict[str, str] = {
    "test_diagram.py::test_what_is_drawn_of_each_wire_makes_up_the_whole[ntm-backward]": NTM,
    "test_calculus.py::test_random_cells_are_proved": UNREAD,
    "test_random_cells.py::test_the_generator_covers_the_language": UNREAD,
    "test_random_cells.py::test_a_failure_is_shortened_to_what_it_needs": UNREAD,
    "test_random_cells.py::test_random_cells_are_right[2]": "not looked into yet: xi is off from differences by 3e-7",
    "test_random_cells.py::test_random_cells_are_right[6]": "not looked into yet: off from differences",
    "test_kernels.py::test_every_gradient_agrees_with_central_differences[rwkv7": (
        "not looked into yet: complex steps agree, central differences do not"
    ),
    "test_html.py::test_on_a_narrow_page_no_formula_is_cut_and_the_title_comes_first": WIDE,
    "test_notes.py::test_tex_sets_the_notes_without_a_fault": WIDE,
    "test_notes.py::test_bodies_can_be_read_into_another_document": WIDE,
    "test_training_notes.py::test_tex_sets_it_without_a_fault[index]": WIDE,
    "test_zoo_notes.py::test_tex_sets_it_without_a_fault": WIDE,
}
