"""The audit of a source: forward pass, table, equations, verdicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from derive.audit import forward, table
from derive.audit.judge import RIGHT, UNCLEAR, WRONG, Judge, Verdict, refers_to_itself, steps_named
from derive.audit.meaning import Gradient, Language, leaves
from derive.audit.mend import Diagnosis, diagnose, misfit
from derive.audit.reading import expression, latex, plain, python
from derive.audit.reading.boxes import Row
from derive.audit.reading.document import Claim, Source, products
from derive.audit.reading.symbols import Symbol
from derive.audit.reading.tree import AuditError, Equation, Name, Node, UnreadableError, walk
from derive.audit.values import Layout
from derive.calculus import adjoint
from derive.core.equations import Kind
from derive.language import Cell

Progress = Callable[[str], None]


@dataclass
class Finding:
    """What is said of one claim.

    Attributes:
        claim: the author's equation.
        verdict: RIGHT, WRONG or UNCLEAR.
        readings: each equation of it in index form, as it was read.
        read_as: the reading in which it is right, where that is not the plain one.
        right_at: where alone it is right.
        unclear: symbols without a meaning.
        question: what must be known for a verdict.
        classes: what kind of mistake it is.
        mended: the author's equation, mended.
        because: what is wrong, in a sentence.
    """

    claim: Claim
    verdict: str
    readings: tuple[str, ...] = ()
    read_as: str = ""
    right_at: str = ""
    unclear: tuple[str, ...] = ()
    question: str = ""
    classes: tuple[str, ...] = ()
    mended: str = ""
    because: str = ""
    parts: list[Verdict] = field(default_factory=list)


class Audit:
    """Reads a source once; findings come one by one.

    Raises:
        AuditError: the front matter, the table or the forward pass makes no sense.
    """

    def __init__(self, source: Source, cell: Cell | None = None, mend: bool = True) -> None:
        self.source, self.mend = source, mend
        front = source.front
        self.cell = cell or forward.cell(front.get("forward", ""), source.block, source.folder)
        self.backward = adjoint(self.cell.system)
        language = Language(self.backward)
        self.time = front.get("time", "t").strip("\\$ ")
        self.symbols = table.symbols(source.table, language, self.time)
        self.equations: dict[str, list[Equation]] = {}
        self.unreadable: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        self._read()
        self.judge = self._judge()
        everything = [equation for equations in self.equations.values() for equation in equations]
        judged = [e for e in everything if not _unknown(e)]
        self.layout = self.judge.best_layout(judged)

    # --- reading

    def _read(self) -> None:
        """Reads the claims; a name that one equation of the author's defines becomes a symbol; all is read again."""
        for _ in range(4):
            self.equations, self.unreadable = {}, {}
            for claim in self.source.claims:
                try:
                    self.equations[claim.name] = self._equations(claim)
                except UnreadableError as error:
                    self.unreadable[claim.name] = str(error)
            if not self._define():
                return

    def _equations(self, claim: Claim) -> list[Equation]:
        if claim.kind == "latex":
            return expression.equations(latex.boxes(claim.text), self.symbols)
        if self._is_python(claim.text):
            return python.statements(claim.text, self.symbols, self._strict)
        found = []
        for line in filter(str.strip, claim.text.splitlines()):
            found += expression.equations(plain.boxes(line), self.symbols)
        if not found:
            raise UnreadableError("there is no equation: a = b is needed")
        return found

    def _is_python(self, text: str) -> bool:
        if set(text) & plain.SPECIAL or not python.parses(text):
            return False
        odd = [s.text for s in self.symbols if s.text in text and not python.parses(f"{s.text} = 0")]
        return not odd

    @property
    def _strict(self) -> bool:
        """Whether the author writes NumPy, where * is elementwise."""
        code = [claim.text for claim in self.source.claims if claim.kind == "code"]
        return any(re.search(r"@|\.dot\(|\.T\b|np\.|torch\.", text) for text in code) and "*" not in dict(
            products(self.source.front)
        )

    def _define(self) -> bool:
        """Whether there is a new name that one equation alone defines."""
        lefts: dict[str, list[tuple[str, Equation]]] = {}
        for name, equations in self.equations.items():
            for equation in equations:
                left = equation.left
                if isinstance(left, Name) and left.meaning is None and not equation.adds:
                    lefts.setdefault(left.text, []).append((name, equation))
        new = False
        for text, places in lefts.items():
            if len(places) != 1 or refers_to_itself(places[0][1]) or text in self.definitions:
                continue
            name, equation = places[0]
            row = _left(next(c for c in self.source.claims if c.name == name), text)
            symbol = Symbol(
                text,
                equation.right,
                (row,) if row else (),
                dict.fromkeys((self.time, rf"\{self.time}"), "t"),
                number=len(self.symbols),
            )
            self.symbols.append(symbol)
            self.definitions[text] = name
            new = True
        return new

    # --- judging

    def _judge(self) -> Judge:
        front = self.source.front
        vectors, weights = front.get("vectors", ""), front.get("weights", "")
        signs = products(front)
        meanings = [what for symbol in self.symbols if symbol.meaning is not None for what in leaves(symbol.meaning)]
        seeds = {tensor.name for tensor in self.backward.seeds}
        seeded = any(
            (isinstance(what, Gradient) and what.outside) or (getattr(what, "name", "") in seeds) for what in meanings
        )
        steps = set().union(*(steps_named(e) for equations in self.equations.values() for e in equations), set())
        network = self.cell.system.loss is not None
        return Judge(
            self.backward,
            _layouts(vectors, weights, signs),
            batch=front.get("batch", "").lower() not in ("", "no", "false", "1", "none"),
            single=vectors == "scalars",
            seeded=seeded or network,
            last=min(max(steps, default=0), 8),
            zero_initial=front.get("initial", "") in ("zero", "zeros", "0"),
        )

    def findings(self, progress: Progress = lambda _: None) -> Iterator[Finding]:
        """One finding for each claim, in order; definitions are judged with what uses them."""
        found: list[Finding] = []
        for claim in self.source.claims:
            progress(claim.name)
            found.append(self._finding(claim))
        by_name = {finding.claim.name: finding for finding in found}
        for text, name in self.definitions.items():
            if name in by_name:
                self._by_users(by_name[name], text, found)
        yield from found

    def _finding(self, claim: Claim) -> Finding:
        if claim.name in self.unreadable:
            return Finding(claim, UNCLEAR, question=self.unreadable[claim.name])
        verdicts = [self._verdict(equation) for equation in self.equations[claim.name]]
        finding = _together(claim, verdicts)
        defines = [text for text, name in self.definitions.items() if name == claim.name]
        if defines and len(verdicts) == len(defines):
            finding.verdict = "DEFINITION"
        if (
            finding.verdict == RIGHT
            and any(v.question == "slice" for v in verdicts)
            and not re.search(
                r"slice|first|last|part|column|row|entr|component|top|bottom|upper|lower|split|block|half",
                claim.words,
                re.I,
            )
        ):
            finding.verdict, finding.question = UNCLEAR, f"does the author mean {finding.read_as}?"
        if finding.verdict == RIGHT and self.layout != self.judge.layouts[0]:
            finding.read_as = "; ".join(filter(None, (finding.read_as, str(self.layout))))
        if finding.verdict == WRONG and self.mend:
            self._diagnose(finding, verdicts)
        elif finding.verdict == WRONG:
            wrong = next(v for v in verdicts if v.verdict == WRONG)
            if misfit(self.judge, wrong, self.layout):
                self._in_doubt(finding, wrong)
        return finding

    def _verdict(self, equation: Equation) -> Verdict:
        left = equation.left
        if isinstance(left, Name) and left.text in self.definitions and left.meaning == equation.right:
            return Verdict(RIGHT, equation, question="definition")
        gaps = _unknown(equation)
        if gaps:
            return Verdict(UNCLEAR, equation, unclear=gaps)
        verdict = self.judge.judge(equation, self.layout)
        if verdict.verdict == WRONG:
            return self._in_parts(equation) or verdict
        return verdict

    def _in_parts(self, equation: Equation) -> Verdict | None:
        """A gradient that the author gives in several equations, which add up: each is a part of it."""
        others = [
            e
            for equations in self.equations.values()
            for e in equations
            if e is not equation and e.adds and _same_quantity(e.left, equation.left)
        ]
        if not others or equation.adds:
            return None
        return self.judge.increment(replace(equation, adds=True), self.layout)

    def _diagnose(self, finding: Finding, verdicts: Sequence[Verdict]) -> None:
        wrong = next(v for v in verdicts if v.verdict == WRONG)
        diagnosis: Diagnosis = diagnose(self.judge, wrong, self.layout, self.symbols)
        finding.classes, finding.mended, finding.because = diagnosis.classes, diagnosis.mended, diagnosis.because
        if wrong.outcome is not None and wrong.outcome.shape and not diagnosis.certain:
            self._in_doubt(finding, wrong)

    def _in_doubt(self, finding: Finding, wrong: Verdict) -> None:
        """What fits by no shape may have been misread."""
        shape = wrong.outcome.shape if wrong.outcome is not None else ""
        finding.verdict = UNCLEAR
        finding.question = f"{shape}: how are vectors and weights laid out, and what do the products mean?"

    def _by_users(self, finding: Finding, text: str, found: Sequence[Finding]) -> None:
        """A name of the author's own is right if what uses it is."""
        if finding.verdict != "DEFINITION":
            return
        users = [
            other
            for other in found
            if other is not finding
            and any(
                isinstance(node, Name) and node.meaning is not None and _stands_for(node, text, self.symbols)
                for equation in self.equations.get(other.claim.name, [])
                for node in walk(equation.right)
            )
        ]
        verdicts = {user.verdict for user in users}
        gaps = tuple(dict.fromkeys(gap for verdict in finding.parts for gap in _unknown(verdict.equation)))
        if RIGHT in verdicts:
            finding.verdict, finding.read_as = RIGHT, "a name of the author's own, right in what uses it"
        elif WRONG in verdicts:
            finding.verdict = UNCLEAR
            finding.question = f"{text} is defined here alone, and what uses it is wrong: is the mistake here or there?"
        else:
            finding.verdict = UNCLEAR
            finding.unclear = gaps or (text,)
            finding.question = f"what is {text}? nothing that is known depends on it"


def _stands_for(node: Name, text: str, symbols: Sequence[Symbol]) -> bool:
    meaning = next((symbol.meaning for symbol in symbols if symbol.text == text), None)
    return node.meaning == meaning


def _same_quantity(left: Node, right: Node) -> bool:
    """Whether two left sides are the same symbol, at whatever step."""
    return isinstance(left, Name) and isinstance(right, Name) and left.meaning == right.meaning


def _left(claim: Claim, text: str) -> Row:
    """The boxes of a left side, by its spelling."""
    from derive.audit.reading.boxes import spelled

    for read in (latex.boxes, plain.boxes):
        try:
            row = read(claim.text)
        except UnreadableError:
            continue
        for start in range(len(row)):
            for end in range(start + 1, min(start + 5, len(row)) + 1):
                if spelled(row[start:end]) == text:
                    return row[start:end]
    return ()


def _unknown(equation: Equation | None) -> tuple[str, ...]:
    """Symbols without a meaning, those in definitions too."""
    if equation is None:
        return ()
    found: dict[str, None] = {}

    def look(node: Node) -> None:
        for part in walk(node):
            if isinstance(part, Name):
                if part.meaning is None:
                    found[part.text] = None
                else:
                    look(part.meaning)

    look(equation.left)
    look(equation.right)
    return tuple(found)


def _together(claim: Claim, verdicts: Sequence[Verdict]) -> Finding:
    """One finding of several equations: the worst verdict; a link of a chain that cannot be read is passed over."""
    told = [v for v in verdicts if v.verdict != UNCLEAR]
    unclear = tuple(dict.fromkeys(gap for v in verdicts for gap in v.unclear))
    kinds = {v.verdict for v in verdicts}
    if WRONG in kinds:
        verdict = WRONG
    elif UNCLEAR in kinds and not _chained(verdicts):
        verdict = UNCLEAR
    else:
        verdict = RIGHT
    worst = next((v for v in verdicts if v.verdict == verdict), verdicts[0])
    return Finding(
        claim,
        verdict,
        tuple(str(v.equation) for v in verdicts),
        "; ".join(dict.fromkeys(v.read_as for v in told if v.read_as)) if verdict != WRONG else "",
        worst.right_at or next((v.right_at for v in told if v.right_at and verdict != WRONG), ""),
        unclear,
        f"what does {' and '.join(unclear)} stand for?" if verdict == UNCLEAR and unclear else worst.question,
        parts=list(verdicts),
    )


def _chained(verdicts: Sequence[Verdict]) -> bool:
    """Whether every equation that cannot be judged has the left side of one that is right."""
    right = [v.equation.left for v in verdicts if v.verdict == RIGHT and v.equation is not None]
    return all(v.verdict == RIGHT or (v.equation is not None and v.equation.left in right) for v in verdicts)


def _layouts(vectors: str, weights: str, signs: tuple[tuple[str, str], ...]) -> list[Layout]:
    """The layouts that the front matter leaves open, the likeliest first; what it says is given up last."""
    if vectors in ("components", "scalars"):
        return [Layout("columns", False, True, signs)]
    known = {"input first": [True], "output first": [False]}.get(weights)
    either = {"rows": ["rows"], "columns": ["columns"]}.get(vectors, ["columns", "rows"])
    found = []
    for way in either:
        for first in known or ([True, False] if way == "rows" else [False, True]):
            found.append(Layout("rows" if way == "rows" else "columns", first, False, signs))
    if "columns" in either:
        found.append(Layout("columns", known[0] if known else False, False, signs, across=True))
    if vectors and known:
        found.append(Layout("columns" if vectors == "rows" else "rows", known[0], False, signs))
    return found


__all__ = ["Audit", "AuditError", "Finding", "Kind"]
