"""The commands of the quick starts do what the pages say, word for word, on the shipped cases."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.docs.commands import DOCS, QUICK_STARTS, Running, commands

_MOST_SECONDS = 200

WRITTEN = {
    "start-bureau": ("plan/plan.json", "plan/summary.html", "map.html", "timeline.html", "schedule.xlsx"),
    "start-employer": ("request.xlsx", "plan/plan.json", "schedule.xlsx"),
    "start-planner": ("before/plan.json", "after/plan.json", "comparison.xlsx", "comparison.html", "again/plan.json"),
}
"""What is there when a page's commands are done."""


@pytest.mark.parametrize("page", QUICK_STARTS)
def test_commands_run_as_they_stand(page: str, running: Mapping[str, Running]) -> None:
    if page not in running:
        pytest.skip("no bash to run the commands in")
    status, said = running[page].wait(_MOST_SECONDS)
    assert status == 0, said
    missing = [name for name in WRITTEN[page] if not (running[page].folder / name).exists()]
    assert missing == [], said


def test_every_command_of_the_pages_is_one_of_ours() -> None:
    help_text = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=DOCS.parent,
    ).stdout
    known = set(re.findall(r"^ {2}([a-z-]+) ", help_text, re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]]
    named = {word for text in texts for word in re.findall(r"^fangang ([a-z-]+)", commands(text), re.MULTILINE)}
    named |= {word for text in texts for word in re.findall(r"`fangang ([a-z-]+)", text)}
    assert {"plan", "compare", "serve"} <= named
    assert named - known == set()
