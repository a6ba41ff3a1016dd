"""A model of characters, trained on the source of Python's own standard library.

An LSTM reads a character and gives a distribution over the next one.  The text is cut into parallel streams that are
read a few dozen steps at a time; the state is carried from one piece to the next, the gradient is not (truncated
backpropagation through time).  What the model is worth is measured on modules that it has not read, in bits a
character, beside counts of single characters, pairs and triples.  Then it writes, one ``step`` a character.

Another version of Python has other sources, and gives other numbers.

    python examples/characters.py --help
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by NumPy; threads only wait on products as small as these

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from training import Adam, Array, Bar, clip, one_hot, streams

from derive import Network, network, softmax_cross_entropy
from derive.backends.numpy import compiled
from derive.cells.lstm import lstm

ALPHABET = "\n" + "".join(map(chr, range(32, 127))) + "\N{REPLACEMENT CHARACTER}"
"""The last one stands for all that is not ASCII."""

READ = """
    argparse ast asyncio/base_events bdb calendar cmd collections/__init__ configparser copy csv dataclasses datetime
    difflib doctest email/message enum fileinput fractions ftplib functools gettext gzip heapq http/client http/server
    imaplib inspect ipaddress json/decoder json/encoder locale logging/__init__ mailbox optparse os pdb pickle platform
    plistlib posixpath pydoc random sched selectors shelve shutil smtplib socket ssl statistics string subprocess
    tarfile tempfile textwrap threading traceback typing unittest/case unittest/mock urllib/parse urllib/request uuid
    warnings weakref xml/dom/minidom zipfile"""
UNREAD = "codecs codeop contextlib dis fnmatch getopt glob graphlib hashlib netrc pprint queue reprlib shlex stat"
"""What the model learns from, and what it is measured on."""


@network(source="Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000")
def writer(m: Network) -> None:
    """The next character, at every step."""
    K = m.size("K", "output_size")
    x, target = m.input("x", gradient=False), m.input("target", K, gradient=False)
    m.logits = m.affine("y", m.layer(lstm, x), size=K)
    m.output(m.logits)
    m.loss(softmax_cross_entropy(m.logits, target), over="mean")


def labels(modules: Sequence[str]) -> Array:
    """The sources of these modules, one after the other, as places in the alphabet; modules that are not there, not."""
    folder = Path(sysconfig.get_path("stdlib"))
    found = [path for path in (folder / f"{module}.py" for module in modules) if path.is_file()]
    if not found:
        sys.exit(f"there are no sources of the standard library in {folder}")
    place = {character: label for label, character in enumerate(ALPHABET)}
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in found)
    return np.array([place.get(character, len(ALPHABET) - 1) for character in text])


def counted(read: Array, unread: Array, context: int) -> float:
    """Bits a character of the plainest model: how often each character followed the ``context`` ones before it.

    Every character is counted once more than it was seen, and so never impossible.
    """
    K = len(ALPHABET)
    counts = np.ones((K**context, K))

    def histories(text: Array) -> Array:
        return sum(
            (text[k : len(text) - context + k] * K**k for k in range(context)), np.zeros(len(text) - context, int)
        )

    np.add.at(counts, (histories(read), read[context:]), 1)
    probability = counts / counts.sum(axis=1, keepdims=True)
    return float(-np.log2(probability[histories(unread), unread[context:]]).mean())


def measured(kernel: Any, p: Any, text: Array) -> float:
    """Bits a character of the network, which reads the text from its start in a few parallel streams."""
    state, bits, seen = None, 0.0, 0
    for now, after in streams(text, 16, 256):
        x, target = one_hot(now, len(ALPHABET)), one_hot(after, len(ALPHABET))
        loss, _, state, _ = kernel.forward(p, x, target, state)
        bits += float(loss) / np.log(2) * now.size
        seen += now.size
    return bits / seen


def write(kernel: Any, p: Any, prompt: str, length: int, temperature: float, random: np.random.Generator) -> str:
    """Read the prompt, then go on: draw a character, and feed it back."""
    state, text = None, prompt
    for at in range(len(prompt) + length - 1):
        x = one_hot(np.array([ALPHABET.index(text[at])]), len(ALPHABET))
        logits, state = kernel.step(p, x, state)
        if at >= len(prompt) - 1:
            weights = np.exp((logits[0] - logits[0].max()).astype(float) / temperature)
            text += ALPHABET[random.choice(len(ALPHABET), p=weights / weights.sum())]
    return text


@dataclass(frozen=True)
class Sizes:
    """Of the network, and of what it is given."""

    hidden: int = 160
    streams: int = 16
    steps: int = 64
    updates: int = 2600
    rate: float = 0.015  # Adam's, at the start; it falls to nothing


def train(kernel: Any, read: Array, sizes: Sizes, seed: int) -> Any:
    """Train on the text, from its start as often as it takes; return the parameters."""
    K = len(ALPHABET)
    p = kernel.init(K, sizes.hidden, K, rng=seed, dtype=np.float32)
    p.b_f[...] = 1  # remember, to begin with
    adam = Adam(sizes.rate)
    pieces: Iterator[tuple[Array, Array]] = iter(())
    state, bits = None, 0.0
    with Bar(f"LSTM, {p.flat.size:,} weights", sizes.updates) as bar:
        for update in range(sizes.updates):
            piece = next(pieces, None)
            if piece is None:
                pieces, state = streams(read, sizes.streams, sizes.steps), None
                piece = next(pieces)
            loss, _, state, tape = kernel.forward(p, *(one_hot(part, K) for part in piece), state)
            gradient = kernel.backward(p, tape).params.flat
            clip(gradient, 1)
            adam.rate = sizes.rate * (1 - update / sizes.updates)
            adam.update(p.flat, gradient)
            bits = 0.98 * bits + 0.02 * float(loss) / np.log(2) if update else float(loss) / np.log(2)
            bar.advance(f"{bits:.2f} bits a character")
    return p


def main(
    quick: Annotated[bool, typer.Option("--quick", help="A smaller network, less text: some seconds.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers and the same text.")] = 0,
    prompt: Annotated[str, typer.Option(help="What the text that is written begins with.")] = "def ",
    length: Annotated[int, typer.Option(min=0, help="How many characters to write.")] = 600,
    temperature: Annotated[float, typer.Option(min=0.01, help="Below 1: more careful than what was read.")] = 0.7,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to save the text that is written.")
    ] = None,
) -> None:
    """Learn to write characters as the standard library has them."""
    if not prompt or not set(prompt) < set(ALPHABET):
        raise typer.BadParameter("it must be one or more characters of ASCII", param_hint="--prompt")
    read, unread = labels(READ.split()[: 4 if quick else None]), labels(UNREAD.split())
    sizes = Sizes(hidden=32, streams=16, steps=32, updates=100) if quick else Sizes()
    kernel = compiled(writer)
    p = train(kernel, read, sizes, seed)
    table = Table("model", "bits a character", title=f"{len(unread):,} characters of modules not read")
    table.columns[1].justify = "right"
    for name, context in {"single characters, counted": 0, "pairs, counted": 1, "triples, counted": 2}.items():
        table.add_row(name, f"{counted(read, unread, context):.2f}")
    table.add_row(f"LSTM, {sizes.hidden} units", f"{measured(kernel, p, unread):.2f}")
    console = Console(width=100)
    console.print(table)
    seen = sizes.updates * sizes.streams * sizes.steps
    console.print(f"{len(read):,} characters to learn from; the LSTM learnt from {seen:,}.  It writes:\n")
    text = write(kernel, p, prompt, length, temperature, np.random.default_rng(seed))
    print(text)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text + "\n")
        console.print(f"\nwrote {output}")


if __name__ == "__main__":
    typer.run(main)
