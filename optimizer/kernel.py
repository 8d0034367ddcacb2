"""Compiled hot loops: numba's ``njit`` with the types of the Python function kept.

Kernels take their data by handle (``layout.handle``): one pointer instead of dozens of arrays, which makes both calls
and compilation many times cheaper.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compiles a function at its first call and keeps the machine code beside the source, or in the user's cache."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inner(function: Function) -> Function:
    """The same for a function that only kernels call: without the costly door to Python."""
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))
