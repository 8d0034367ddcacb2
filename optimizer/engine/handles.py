"""Pointers to an ``Instance`` and a ``State`` for the kernels, which see the same arrays as Python does."""

from __future__ import annotations

from typing import Any, cast

from numba.core import types
from numba.experimental import structref

from optimizer.engine.layout import Instance, State
from optimizer.kernel import kernel


class _Reference(types.StructRef):
    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


@structref.register
class InstanceType(_Reference):
    """numba's type of a handle to an Instance."""


@structref.register
class StateType(_Reference):
    """numba's type of a handle to a State."""


class _InstanceHandle(structref.StructRefProxy):
    def __new__(cls, *values: Any) -> Any:
        return structref.StructRefProxy.__new__(cls, *values)


class _StateHandle(structref.StructRefProxy):
    def __new__(cls, *values: Any) -> Any:
        return structref.StructRefProxy.__new__(cls, *values)


structref.define_proxy(_InstanceHandle, InstanceType, list(Instance._fields))
structref.define_proxy(_StateHandle, StateType, list(State._fields))


# numba's own constructor is compiled anew in every process; a kernel is kept on the disk.
@kernel
def _make_instance(*values: Any) -> Any:
    return _InstanceHandle(*values)


@kernel
def _make_state(*values: Any) -> Any:
    return _StateHandle(*values)


def instance_handle(inst: Instance) -> Instance:
    """A handle that kernels read as the Instance itself."""
    return cast(Instance, _make_instance(*inst))


def state_handle(st: State) -> State:
    """A handle that kernels read and write as the State itself."""
    return cast(State, _make_state(*st))
