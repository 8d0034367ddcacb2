"""Writes the client's models and rooms anew: ``python -m api.client_maker``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from api.client_maker.models import model_modules, models_module
from api.client_maker.rooms import room_modules, rooms_module
from api.client_maker.schema import Description
from api.http.app import create_app
from api.http.settings import Settings

HERE = Path(__file__).parents[1] / "client"


def made() -> dict[Path, str]:
    """Every made file, by its place in the client, formatted by ruff."""
    with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
        described = Description(create_app(Settings(data=folder)))
        files = {Path("models") / f"{name}.py": text for name, text in model_modules(described)}
        files |= {Path("rooms") / f"{name}.py": text for name, text in room_modules(described)}
        files[Path("rooms") / "__init__.py"] = rooms_module(described)
        files[Path("models") / "__init__.py"] = models_module(described)
        return _formatted(files, Path(folder))


def _formatted(files: dict[Path, str], folder: Path) -> dict[Path, str]:
    for place, text in files.items():
        path = folder / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = ["--config", str(HERE.parents[1] / "pyproject.toml"), "--no-cache", "--quiet"]
    for command in (["check", "--select", "I", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, *settings, str(folder)], check=True)
    return {place: (folder / place).read_text(encoding="utf-8") for place in files}


def main() -> None:
    """Writes what is new and removes what is gone."""
    files = made()
    for folder in ("models", "rooms"):
        for path in (HERE / folder).glob("*.py"):
            if path.relative_to(HERE) not in files:
                path.unlink()
    for place, text in files.items():
        (HERE / place).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
