"""The examples run, at sizes of some seconds, and mean what they say."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import typer
from conftest import ROOT
from typer.testing import CliRunner

NAMES = ("sunspots", "long_lags", "characters")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch):
    """Import one of the scripts, or what they share, by its name."""
    monkeypatch.syspath_prepend(str(ROOT / "examples"))
    return import_module


@pytest.mark.parametrize("name", NAMES)
def test_every_script_says_what_its_options_are(example, name: str):
    app = typer.Typer()
    app.command()(example(name).main)
    said = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "120", "NO_COLOR": "1"})
    assert said.exit_code == 0
    for option in ("--quick", "--seed", "--output"):
        assert option in re.sub("\x1b.*?m", "", said.output)


@pytest.mark.parametrize("name", NAMES)
def test_what_an_extra_is_missing_for_says_so(
    example, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    script = example(name)
    needed = {"sunspots": "statsmodels.datasets.sunspots", "long_lags": "matplotlib"}.get(name)
    if needed is None:
        assert not hasattr(script, "extra")  # it needs none
        return
    monkeypatch.setitem(sys.modules, needed, None)
    with pytest.raises(SystemExit, match=rf"{needed.split('.')[0]}.* is not installed: make examples"):
        script.main(quick=True, output=None if name == "sunspots" else tmp_path / "plot.png")


# ---------------------------------------------------------------------------------------------------------------------
# What they share.


def test_plain_descent_is_what_the_article_writes(example):
    flat, gradient = np.array([1.0, 2.0]), np.array([10.0, -10.0])
    example("training").SGD(0.1).update(flat, gradient)
    assert flat.tolist() == [0.0, 3.0]


def test_adam_is_the_paper_s(example):
    """Algorithm 1, written with its hats and without arrays."""
    random = np.random.default_rng(0)
    flat, gradients = random.normal(size=3), random.normal(size=(5, 3))
    wanted = flat.copy()
    for k in range(3):
        m = v = 0.0
        for t, g in enumerate(gradients[:, k], start=1):
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            wanted[k] -= 0.01 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    adam = example("training").Adam(0.01)
    for gradient in gradients:
        before = gradient.copy()
        adam.update(flat, gradient)
        assert (gradient == before).all()
    np.testing.assert_allclose(flat, wanted, rtol=1e-12)


def test_clipping_keeps_the_direction_and_limits_the_length(example):
    clip = example("training").clip
    gradient = np.array([3.0, 4.0])
    assert clip(gradient, 10) == 5
    assert gradient.tolist() == [3, 4]
    assert clip(gradient, 1) == 5
    np.testing.assert_allclose(gradient, [0.6, 0.8])


def test_one_hot_leaves_padding_empty(example):
    coded = example("training").one_hot(np.array([[1, -1]]), 3)
    assert coded.tolist() == [[[0, 1, 0], [0, 0, 0]]]


def test_batches_have_every_example_once(example):
    parts = list(example("training").batches(10, 4, np.random.default_rng(0)))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert sorted(np.concatenate(parts)) == list(range(10))


def test_streams_go_on_where_they_were_left(example):
    text = np.arange(32)
    pieces = list(example("training").streams(text, 3, 4))
    now = np.concatenate([piece for piece, _ in pieces])
    assert now.T.tolist() == [list(range(10)), list(range(10, 20)), list(range(20, 30))]
    for piece, after in pieces:
        assert (after == piece + 1).all()
    with pytest.raises(ValueError, match="3 does not make 4 streams"):
        list(example("training").streams(text[:3], 4, 1))


# ---------------------------------------------------------------------------------------------------------------------
# Sunspots.


def split(sunspots: ModuleType, values: np.ndarray | None = None):
    series = sunspots.load(sunspots.Source.synthetic, seed=0)
    return sunspots.Split(series if values is None else series._replace(values=values), 22, 1929, 1959)


def test_the_three_parts_of_the_years_follow_each_other(example):
    parts = split(example("sunspots"))
    years = [parts.series.years[rows] for rows in parts.rows]
    assert [(part[0], part[-1]) for part in years] == [(1722, 1929), (1930, 1959), (1960, 2008)]
    assert len(np.concatenate(years)) == 2008 - 1722 + 1


def test_nothing_of_later_years_leaks(example):
    """What the network learns from and what it reads for a forecast stay the same whatever comes later."""
    sunspots = example("sunspots")
    plain = split(sunspots)
    learn, choose, judge = plain.rows
    later = plain.series.values.copy()
    later[choose[0] :] = 1e6
    for now, then in zip(plain.of(learn), split(sunspots, later).of(learn), strict=True):
        np.testing.assert_array_equal(now, then)
    later = plain.series.values.copy()
    later[judge[5] :] = 1e6
    np.testing.assert_array_equal(plain.of(judge[:6]).x, split(sunspots, later).of(judge[:6]).x)
    np.testing.assert_allclose(plain.unscaled(plain.of(judge).target[:, 0]), plain.series.values[judge])


def test_windows_end_the_year_before(example):
    parts = split(example("sunspots"))
    judge = parts.rows[2]
    x = parts.unscaled(parts.of(judge).x[..., 0])
    np.testing.assert_allclose(x[-1], parts.series.values[judge - 1])
    np.testing.assert_allclose(x[0], parts.series.values[judge - 22])


def test_sunspots_of_years_that_are_made_up(example, capsys: pytest.CaptureFixture[str]):
    sunspots = example("sunspots")
    said = []
    for _ in range(2):
        sunspots.main(source=sunspots.Source.synthetic, quick=True)
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    for row in ("last value", "last cycle", "LSTM, plain SGD", "LSTM, Adam"):
        assert re.search(rf"{row}.*\d\.\d.*\d\.\d", said[0])


def test_sunspots_as_they_were(example, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("statsmodels", reason="the sunspot numbers come with statsmodels: make examples installs it")
    sunspots = example("sunspots")
    series = sunspots.load(sunspots.Source.sunspots, seed=0)
    assert (series.years[0], series.years[-1], series.values[0]) == (1700, 2008, 5)
    sunspots.main(quick=True)
    assert re.search(r"last value +│ 30\.4 │ 23\.6", capsys.readouterr().out)


def test_sunspots_are_drawn(example, tmp_path: Path):
    pytest.importorskip("matplotlib", reason="plots need matplotlib: make examples installs it")
    sunspots = example("sunspots")
    sunspots.main(source=sunspots.Source.synthetic, quick=True, output=tmp_path / "new" / "plot.png")
    assert (tmp_path / "new" / "plot.png").read_bytes().startswith(b"\x89PNG")


# ---------------------------------------------------------------------------------------------------------------------
# Long time lags.


def test_the_sum_of_the_adding_problem_is_that_of_the_marked_values(example):
    task = example("long_lags").adding(30, 64, 1, np.random.default_rng(0))
    lesson = task.lesson(np.random.default_rng(1))
    lengths = set()
    for _ in range(50):
        x, target = next(lesson)
        value, marker = x[..., 0], x[..., 1]
        lengths.add(len(x))
        assert ((marker == 1).sum(axis=0) == 2).all()
        assert (marker[-1] == -1).all()
        assert set(marker[0]) <= {-1, 1}
        assert (marker[1:-1] >= 0).all()
        assert (marker[15:] < 1).all()  # half of the sequence is nothing but distraction
        np.testing.assert_allclose(target[:, 0], 0.5 + np.where(marker == 1, value, 0).sum(axis=0) / 4, atol=1e-6)
    assert lengths == {30, 31, 32, 33}


LOOP = "(XT*VP)*(S|XT*VV)"
REBER = re.compile(f"B(TS*X{LOOP}|PT*V(V|P{LOOP}))E")


def test_reber_strings_are_reber_s(example):
    """Against the grammar as a regular expression, and against what did follow each beginning."""
    long_lags, random = example("long_lags"), np.random.default_rng(0)
    follows, said = defaultdict(set), {}
    for _ in range(3000):
        string, follow = long_lags.embedded(1, random)
        assert string[1] == string[-2]
        assert REBER.fullmatch(string[2:-2])
        assert len(follow) == len(string) - 1
        for t in range(min(6, len(follow))):  # short beginnings, which come often
            follows[string[: t + 1]].add(string[t + 1])
            said[string[: t + 1]] = set(follow[t])
    assert said == follows
    several, follow = long_lags.embedded(3, random)
    assert re.fullmatch(f"(B([TP]))({REBER.pattern}){{3}}\\2E", several)
    assert all(several[t + 1] in follow[t] for t in range(len(follow)))


def test_a_reber_string_is_right_only_where_every_prediction_is(example):
    long_lags = example("long_lags")
    task = long_lags.grammar(1, 32, 1, np.random.default_rng(0))
    x, target = next(task.lesson(np.random.default_rng(0)))
    assert target.sum() == pytest.approx(1)
    assert not target[x.sum(axis=2) == 0].any()

    def oracle(x: np.ndarray, second_last: bool) -> np.ndarray:
        """The legal symbols, by the strings that are possible; without the memory for the second-last one, T."""
        logits = np.zeros_like(x)
        for n in range(x.shape[1]):
            string = "".join(long_lags.SYMBOLS[label] for label in x[:, n].argmax(axis=1)[x[:, n].any(axis=1)])
            string, node = string.removesuffix("E"), None  # all but the longest strings are read to their end
            for t, symbol in enumerate(string):
                if t in (0, len(string) - 1):
                    legal = "TP" if t == 0 else "E"
                elif t == 1:
                    legal, node = "B", 0
                elif t == len(string) - 2:
                    legal = string[1] if second_last else "T"
                else:
                    node = node if t == 2 else long_lags.REBER[node][symbol]
                    legal = "".join(long_lags.REBER[node]) or "E"
                logits[t, n, [long_lags.SYMBOLS.index(one) for one in legal]] = 1
        return logits

    assert task.judge(lambda x: oracle(x, second_last=True)).all()
    without = task.judge(lambda x: oracle(x, second_last=False)).mean()
    assert without in (task.guess, pytest.approx(1 - task.guess))
    assert not task.judge(np.zeros_like).any()


def test_long_lags_are_learnt_by_the_lstm_alone(example, capsys: pytest.CaptureFixture[str]):
    example("long_lags").main(quick=True)
    said = capsys.readouterr().out
    assert len(re.findall(r"lstm_1997 .*│ 1 of 1", said)) == 2
    assert len(re.findall(r"rnn .*│ 0 of 1", said)) == 2


def test_long_lags_are_drawn(example, tmp_path: Path):
    pytest.importorskip("matplotlib", reason="plots need matplotlib: make examples installs it")
    long_lags = example("long_lags")
    run = long_lags.Run(1, [32, 64], [0.5, 1.0])
    long_lags.plot({task: {"lstm_1997": [run], "rnn": [run, run]} for task in "ab"}, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


# ---------------------------------------------------------------------------------------------------------------------
# Characters.


def test_counts_are_worth_what_they_should(example):
    counted, K = example("characters").counted, len(example("characters").ALPHABET)
    alternating = np.tile([3, 4], 50_000)
    assert counted(np.array([], int), alternating, 0) == pytest.approx(np.log2(K))
    assert counted(alternating, alternating, 0) == pytest.approx(1, abs=0.01)
    assert counted(alternating, alternating, 1) == pytest.approx(0, abs=0.01)


def test_the_network_is_measured_in_bits_a_character(example):
    characters = example("characters")
    kernel = characters.compiled(characters.writer)
    K = len(characters.ALPHABET)
    p = kernel.Params(K, 2, K, dtype=np.float32)
    text = np.arange(400) % K
    assert characters.measured(kernel, p, text) == pytest.approx(np.log2(K), rel=1e-6)
    p.b_y[5] = 100  # sure of one character, and always of that
    assert characters.measured(kernel, p, np.full(400, 5)) == pytest.approx(0, abs=1e-6)
    written = characters.write(kernel, p, "ab", 3, 1.0, np.random.default_rng(0))
    assert written == "ab" + 3 * characters.ALPHABET[5]


def test_characters_are_learnt_and_written(example, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    characters = example("characters")
    texts = []
    for name in ("one", "two"):
        characters.main(quick=True, length=40, prompt="class ", output=tmp_path / name)
        texts.append((tmp_path / name).read_text())
    assert texts[0] == texts[1]
    assert texts[0].startswith("class ")
    assert len(texts[0]) == len("class ") + 40 + 1
    said = capsys.readouterr().out
    bits = {name: float(value) for name, value in re.findall(r"│ (single|LSTM)[^│]*│ +([\d.]+)", said)}
    assert bits["LSTM"] < bits["single"]
    with pytest.raises(typer.BadParameter, match="ASCII"):
        characters.main(quick=True, prompt="é")
