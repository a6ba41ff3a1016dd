"""Tests that are known to fail, and why: the list of what is to be mended, which should grow shorter."""

from __future__ import annotations

NTM = "not looked into yet: memory of slots, whose axes are not those of units"
WIDE = "a formula is wider than the page, or a label is cut"
UNREAD = "the generator makes signals that nothing reads, which are refused since they became errors"
KEPT = "the test counts the arrays of an older tape"

KNOWN_FAILURES: dict[str, str] = {
    "test_calculus.py::test_letters_are_distinct_and_belong_to_their_axes[ntm]": NTM,
    "test_cases.py::test_the_direct_path_is_that_of_what_is_left[ntm]": NTM,
    "test_diagram.py::test_what_is_drawn_of_each_wire_makes_up_the_whole[ntm-backward]": NTM,
    "test_cases.py::test_what_is_left_is_what_the_kernel_does_when_its_gates_are_saturated[min_lstm]": (
        "not looked into yet: what is left differs from what the kernel does"
    ),
    "test_calculus.py::test_random_cells_are_proved": UNREAD,
    "test_random_cells.py::test_the_generator_covers_the_language": UNREAD,
    "test_random_cells.py::test_a_failure_is_shortened_to_what_it_needs": UNREAD,
    "test_random_cells.py::test_random_cells_are_right[2]": "not looked into yet: xi is off from differences by 3e-7",
    "test_random_cells.py::test_random_cells_are_right[6]": "not looked into yet: off from differences",
    "test_kernels.py::test_every_gradient_agrees_with_central_differences[rwkv7": (
        "not looked into yet: complex steps agree, central differences do not"
    ),
    "test_checks.py::test_tolerances_are_those_of_the_tests": "the text of a check lacks 1e-8",
    "test_course.py::test_the_lines_of_numpy_compute_what_the_kernel_does[sru]": "W is not in the kernel",
    "test_proof.py::test_slopes_are_printed_as_they_are": "the reader of Coq lacks a function of two numbers",
    "test_training_notes.py::test_each_row_of_the_losses_is_the_loss_and_its_gradient[binary cross-entropy]": (
        "not looked into yet"
    ),
    "test_zoo_notes.py::test_parameters_and_what_is_kept_are_those_of_the_kernel": KEPT,
    "test_html.py::test_on_a_narrow_page_no_formula_is_cut_and_the_title_comes_first": WIDE,
    "test_notes.py::test_tex_sets_the_notes_without_a_fault": WIDE,
    "test_notes.py::test_bodies_can_be_read_into_another_document": WIDE,
    "test_training_notes.py::test_tex_sets_it_without_a_fault[index]": WIDE,
    "test_zoo_notes.py::test_tex_sets_it_without_a_fault": WIDE,
}
