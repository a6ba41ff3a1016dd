"""In a notebook, equations and derivations are mathematics, and TeX takes it."""

from __future__ import annotations

import subprocess

import pytest
from typesetting import needs_tex

from derive import Backward, Cell, Derivation, Equation, System, adjoint
from derive.cells import builtin


def shown(cell: Cell) -> list[Cell | Equation | System | Derivation | Backward]:
    backward = adjoint(cell.system)
    return [cell, cell.system, cell.system.equations[-1], backward, *backward.derivations.values()]


@pytest.mark.parametrize("name", builtin())
def test_everything_shows_itself(name):
    for thing in shown(builtin()[name]):
        latex = thing._repr_latex_()
        assert latex.startswith(r"$\displaystyle \begin{aligned} ")
        assert latex.endswith(r" \end{aligned}$")
        assert latex.count("{") == latex.count("}")
        assert "Indexed" not in latex
        assert "≥" not in latex


def test_a_derivation_shows_its_steps():
    latex = adjoint(builtin()["peephole_lstm"].system).derivation("c")._repr_latex_()
    assert r"\frac{\partial c_{nj}^{t}}{\partial c_{n'j'}^{t'}} &= f_{nj}^{t}\," in latex  # the local derivative
    assert "[t'=t-1]" in latex  # its deltas
    assert r"&= \delta c_{n'j'}^{t'+1}\,f_{n'j'}^{t'+1} && \text{if }t'<T" in latex  # what they leave
    assert r"\delta c_{nj}^{t} &= \Gamma_{c,nj} && \text{if }t=T" in latex  # the sum of the paths


def test_slopes_are_shown_by_outputs():
    latex = adjoint(builtin()["lstm"].system).derivation("a_f")._repr_latex_()
    assert r"&\to f_{nj}^{t}\,(1 - f_{nj}^{t})\," in latex


@needs_tex
def test_tex_takes_it(tmp_path):
    formulas = "\n\n".join(thing._repr_latex_() for thing in shown(builtin()["peephole_lstm"]))
    (tmp_path / "shown.tex").write_text(
        r"\documentclass[a2paper]{article}\usepackage{amsmath}\begin{document}" + f"\n{formulas}\n" + r"\end{document}"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "shown.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
