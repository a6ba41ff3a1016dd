"""The audit: right equations are never accused, wrong ones never pass, and hostile files end in one line."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from audit_forms import SHEETS, SPELLINGS, document, mutant, parsed, right_documents

from derive.audit import AuditError, audit
from derive.audit.start import begun

SHARE = 1 if os.environ.get("DERIVE_AUDIT_ALL") else 150
"""The tests take one in 150 of the forms and mutants; `make test-audit` takes all."""

HEAD = "---\nforward: lstm\nvectors: columns\nweights: output first\n---\n"
TABLE = r"""
| symbol | means |
|---|---|
| `x_t` | x[t] |
| `h_t` | h[t] |
| `c_t` | c[t] |
| `f_t` | f[t] |
| `i_t` | i[t] |
| `g_t` | g[t] |
| `o_t` | o[t] |
| `dh_t` | dh[t] |
| `dc_t` | dc[t] |
| `da_t` | da_f[t] |
| `W` | W_f |
| `R` | R_f |
| `dW` | dW_f |
| `U` | [R_i; R_f; R_g; R_o] |
| `da4_t` | [da_i[t]; da_f[t]; da_g[t]; da_o[t]] |
| `\hat{h}_t` | dh[t] from t+1 |
| `z_t` | [h[t-1]; x[t]] |
| `dz_t` | d[h[t-1]; x[t]] |
| `V` | [R_f, W_f] |
"""


def verdict(equation: str, head: str = HEAD, table: str = TABLE):
    mark = f"$${equation}$$" if "\\" in equation or "`" not in equation else equation
    [finding] = audit(f"{head}{table}\n(1) {mark}\n").findings
    return finding


@pytest.mark.parametrize(
    ("equation", "read_as"),
    [
        (r"dc_t = dh_t \odot o_t \odot (1-\tanh^2(c_t)) + dc_{t+1} \odot f_{t+1}", ""),  # an end without seeds
        (r"dc_{t-1} = dc_t f_t + dh_{t-1} \odot o_{t-1} \odot \mathrm{sech}^2(c_{t-1})", ""),  # another form, earlier
        (r"da_t = dc_t \odot c_{t-1} \odot f_t (1-f_t)", ""),
        (r"da_t = dc_t \odot c_{t-1} \odot f_t \odot \sigma(-\ln(f_t/(1-f_t)))", ""),  # σ(-x) = 1 - σ(x)
        (r"dW = \sum_{t=1}^{T} da_t x_t^\top", ""),
        (r"dW = da_t x_t^\top", "share of one step"),
        (r"dW \mathrel{+}= da_t x_t^\top", "share of one step"),
        (r"\hat{h}_{t} = U^\top da4_{t+1}", ""),  # no meaning is swallowed by a shorter name
        (r"dc_t \mathrel{+}= dh_t \odot o_t \odot (1-\tanh^2 c_t)", "through h"),
        (r"dc_t = dc_t + dh_t \odot o_t \odot (1-\tanh(c_t)^2)", "through h"),
        (
            r"\begin{aligned} dc_t &= dh_t \odot o_t \odot (1-\tanh^2 c_t) \\ &\quad + dc_{t+1} f_{t+1} \end{aligned}",
            "",
        ),
        (r"dc_t = \frac{dh_t \odot o_t}{\cosh^2(c_t)} + dc_{t+1} f_{t+1}, \quad t < T.", ""),
    ],
)
def test_right_equations_are_not_accused(equation: str, read_as: str) -> None:
    finding = verdict(equation)
    assert finding.verdict == "RIGHT", (finding.question, finding.readings)
    assert read_as in finding.read_as


@pytest.mark.parametrize(
    ("equation", "kind"),
    [
        (r"dc_t = dh_t \odot o_t \odot (1-\tanh^2(c_t))", "CARRY"),
        (r"dc_{t-1} = dc_t \odot f_t", "PATH"),
        (r"da_t = dc_t \odot c_t \odot f_t \odot (1-f_t)", "INDEX"),
        (r"da_t = dc_t \odot c_{t-1} \odot (1-f_t^2)", "ACT"),
        (r"da_t = dc_t \odot c_{t-1} \odot \sigma'(f_t)", "ACT"),
        (r"da_t = -dc_t \odot c_{t-1} \odot f_t \odot (1-f_t)", "SIGN"),
        (r"da_t = dc_t \odot i_t \odot f_t \odot (1-f_t)", "SYM"),
        (r"da_t = dc_t \odot c_{t-1} \odot f_t \odot (1-f_t) \odot o_t", "FACTOR"),
        (r"dc_t = dh_t \odot (o_t \odot 1-\tanh^2(c_t)) + dc_{t+1} \odot f_{t+1}", "PAREN"),
    ],
)
def test_wrong_equations_are_named_and_mended(equation: str, kind: str) -> None:
    finding = verdict(equation)
    assert finding.verdict == "WRONG"
    assert kind in finding.classes, (finding.classes, finding.because)
    assert finding.mended


def test_right_at_the_last_step_only_is_said() -> None:
    assert verdict(r"dc_t = dh_t \odot o_t \odot (1-\tanh^2(c_t))").right_at == "t = T"
    finding = verdict(r"dc_3 = dh_3 \odot o_3 \odot (1-\tanh^2(c_3))")
    assert (finding.verdict, finding.right_at) == ("RIGHT", "t = T = 3")


def test_a_gap_in_the_table_is_a_question() -> None:
    finding = verdict(r"dq_t = dc_t \odot f_t")
    assert (finding.verdict, finding.unclear[0][0]) == ("UNCLEAR", "d")
    assert "dq_t" in finding.question
    guess = audit(f"{HEAD}| symbol | means |\n|---|---|\n| `a` | f[t] ? |\n| `b` | c[t] |\n\n(1) `b = a`\n").findings[0]
    assert (guess.verdict, guess.unclear) == ("UNCLEAR", ("a",))


def test_a_name_of_the_authors_own_is_judged_with_what_uses_it() -> None:
    text = HEAD + TABLE + "\n(1) $$q_t = dc_t \\odot c_{t-1}$$\n\n(2) $$da_t = q_t \\odot f_t \\odot (1-f_t)$$\n"
    assert [f.verdict for f in audit(text).findings] == ["RIGHT", "RIGHT"]
    wrong = text.replace("(1-f_t)", "(1+f_t)")
    assert [f.verdict for f in audit(wrong).findings] == ["UNCLEAR", "WRONG"]


def test_words_beside_an_equation_carry_a_slice() -> None:
    table = TABLE + "| `dx_t` | what da_f sends to x[t] |\n"
    assert verdict(r"dx_t = V^\top da_t", table=table).verdict == "UNCLEAR"
    [finding] = audit(f"{HEAD}{table}\nThe last components:\n(1) $$dx_t = V^\\top da_t$$\n").findings
    assert finding.verdict == "RIGHT"
    assert "last" in finding.read_as


def test_rows_with_weights_of_units_by_inputs() -> None:
    head = "---\nforward: lstm\nvectors: rows\nweights: output first\n---\n"
    assert verdict(r"dW = \sum_{t} da_t^\top x_t", head).verdict == "RIGHT"
    assert verdict(r"dW = \sum_{t} x_t^\top da_t", head).classes == ("TRANS",)


def test_the_backward_pass_of_article_1() -> None:
    report = audit(Path(__file__).with_name("article1.audit.md"))
    wrong = {"1.1", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "1.14", "1.16"}
    assert {f.claim.name for f in report.findings if f.verdict == "WRONG"} == wrong
    assert {f.verdict for f in report.findings if f.claim.name not in wrong} == {"RIGHT"}
    assert report["1.9"].classes == ("INDEX",)
    assert report["1.16"].classes == ("PATH",)
    assert "ACT" in report["1.7"].classes


def test_components_and_a_block_of_equations() -> None:
    head = "---\nvectors: components\n---\n```\nh = tanh(W @ x + R @ h_prev + b)\n```\n"
    table = """
| symbol | means |
|---|---|
| `w_{jk}` | W[j,k] |
| `r_{jk}` | R[j,k] |
| `x_k^t` | x[t,k] |
| `d_j^t` | dh[t,j] |
| `e_j^t` | dh[t,j] from above |
| `s_j^t` | da_h[t,j] |
"""
    assert verdict(r"d_j^t = e_j^t + \sum_l r_{lj} s_l^{t+1}", head, table).verdict == "RIGHT"
    assert verdict(r"d_j^t = e_j^t + r_{lj} s_l^{t+1}", head, table).verdict == "RIGHT"
    assert verdict(r"d_j^t = e_j^t + \sum_l r_{jl} s_l^{t+1}", head, table).classes == ("TRANS",)


# --- many


def test_right_equations_in_all_forms_are_never_accused() -> None:
    counts: Counter[str] = Counter()
    for what, count, text in itertools.islice(right_documents(), 0, None, SHARE):
        report = audit(text, mend=False)
        assert len(report.findings) == count, what
        for finding in report.findings:
            counts[finding.verdict] += 1
            assert finding.verdict == "RIGHT", (what, finding.claim.text, finding.readings, finding.question)
    print(f"{counts['RIGHT']} right equations, none accused")


@pytest.mark.parametrize("edits", [1, 2])
def test_no_mutant_is_called_right(edits: int) -> None:
    draw = random.Random(edits)
    counts: Counter[str] = Counter()
    for _ in range(1000 // SHARE):
        sheet = draw.choice(SHEETS)
        left, right = parsed(draw.choice(sheet.equations))
        new = right
        for _ in range(edits):
            new = mutant(new, sheet, draw)
        text = document(sheet, {"1": (left, new)}, draw.choice(SPELLINGS), draw.random() < 0.5)
        finding = audit(text, mend=False).findings[0]
        counts[finding.verdict] += 1
        if finding.verdict == "RIGHT":
            same = document(sheet, {"1": (left, right)}, "python", False).splitlines()[-1]
            assert edits == 2 or finding.read_as, (finding.claim.text, same, finding.readings)
    print(f"mutants of {edits}: {dict(counts)}")


# --- files


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "derive", "audit", *words], capture_output=True, text=True, timeout=120
    )


def test_the_command_and_its_exit_status(tmp_path: Path) -> None:
    file = tmp_path / "post.md"
    file.write_text(HEAD + TABLE + "\n(carry) `dc_t = f_t`\n(open) `q = f_t`\n")
    done = run(str(file), "--json")
    assert done.returncode == 1
    claims = json.loads(done.stdout)["claims"]
    assert claims["carry"]["verdict"] == "WRONG"
    assert claims["open"]["verdict"] == "UNCLEAR"
    assert set(claims["carry"]) >= {"verdict", "reading", "read_as", "classes", "mended", "unclear", "right_at"}
    file.write_text(HEAD + TABLE + "\n(open) `q = f_t`\n")
    assert run(str(file)).returncode == 3
    missing = run(str(tmp_path / "none.md"))
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


def test_a_tex_file_and_a_notebook_with_their_tables_beside(tmp_path: Path) -> None:
    equation = r"dc_{t} = dh_t \odot o_t \odot (1-\tanh^2 c_t) + dc_{t+1} \odot f_{t+1}"
    (tmp_path / "a.tex").write_text(rf"Then \begin{{equation}} {equation} \label{{eq:c}} \end{{equation}} % so")
    cells = [{"cell_type": "markdown", "source": [f"(7) $${equation}$$"]}, {"cell_type": "code", "source": "1/0"}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells}))
    for name, claim in (("a.tex", "eq:c"), ("a.ipynb", "7")):
        (tmp_path / f"{name}.audit.md").write_text(HEAD + TABLE)
        assert audit(tmp_path / name)[claim].verdict == "RIGHT"
    assert "| `dc_t` |" in begun(tmp_path / "a.tex") or "| `c_t` | c[t] ? |" in begun(tmp_path / "a.tex")


HOSTILE = (
    "(" * 5000,
    "{" * 300 + "}" * 300,
    r"\frac" * 500,
    "c_t" + "^{c_t" * 200,
    "dc_t = 9^{9^{9^{9^{9}}}}",
    "dc_t = " + "+".join(["f_t"] * 3000),
    r"dc_t = \prod_{k=1}^{999999999} f_k",
    "dc_t = __import__('os').system('true')",
    r"\begin{aligned} dc_t &= ",
    "dc_t = f_t ^",
    "dc_t == == f_t",
    "\x00\x01\ufffe = f_t",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_equations_are_unclear_or_wrong_and_never_a_traceback(text: str) -> None:
    for marked in (f"(1) $${text}$$", f"(1) `{text}`", f"(1) `{text.replace('^', '**')}`"):
        report = audit(f"{HEAD}{TABLE}\n{marked}\n", mend=False, seconds=60)
        assert all(finding.verdict != "RIGHT" for finding in report.findings)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\nforward: lstn\n---\n", "did you mean lstm"),
        ("---\nforwards: lstm\n---\n", "unknown key"),
        ("---\nforward: lstm\nvectors: diagonal\n---\n", "vectors cannot be"),
        (HEAD + "| symbol | means |\n|---|---|\n| `a` | q[t] |\n", "no tensor"),
        (HEAD + "| symbol | means |\n|---|---|\n| `a` | __import__('os') |\n", "cannot be read"),
        ("no front matter\n", "forward pass is missing"),
        ("---\nvectors: rows\n---\n```\nimport os\n```\n", "no equation"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(AuditError, match=says) as caught:
        audit(text)
    assert "\n" not in str(caught.value)
