"""Compiled hot loops: numba's ``njit`` with the types of the Python function kept.

Kernels take their data by handle (``layout.handle``): one pointer instead of dozens of arrays, which makes both calls
and compilation many times cheaper.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])

_ROOMS = ("engine", "rules", "bound")


def _cache_folder() -> str:
    """Where machine code is kept: one folder for each state of the sources of all kernels.

    numba notices a change in a kernel's own file only, not in the kernels that it calls.
    """
    home = Path(__file__).parent
    digest = hashlib.sha256(numba.__version__.encode())
    for path in [Path(__file__), *sorted(p for room in _ROOMS for p in (home / room).glob("*.py"))]:
        digest.update(path.read_bytes())
    for base in (platformdirs.user_cache_path("fangang"), Path(tempfile.gettempdir()) / "fangang-cache"):
        folder = base / digest.hexdigest()[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        return str(folder)
    return ""


CACHE_FOLDER = _cache_folder()
"""Where this installation's machine code is kept; empty where nothing can be written."""

numba.config.CACHE_DIR = CACHE_FOLDER  # type: ignore[attr-defined]

# Hot loops that branch at every turn have nothing to vectorize: a fifth less to compile, and no slower.
numba.config.OPT = type(numba.config.OPT)(2)  # type: ignore[attr-defined]
numba.config.LOOP_VECTORIZE = numba.config.SLP_VECTORIZE = 0  # type: ignore[attr-defined]


def kernel(function: Function) -> Function:
    """Compiles a function at its first call and keeps the machine code in the user's cache."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inner(function: Function) -> Function:
    """The same for a function that only kernels call: without the costly door to Python."""
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))
