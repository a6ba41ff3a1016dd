"""The page on interoperation, docs/interop.md, shows what happens: its code is run, from the top to the bottom."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "interop.md"


def test_what_the_page_shows_is_what_happens() -> None:
    names: dict[str, Any] = {}
    printed = ""
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL):
        if language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(text, PAGE.name, "exec"), names)
            printed = out.getvalue()
        else:
            assert text == printed
