"""Our data classes beside the library's own: they say and do the same."""

import dataclasses
import pickle
from dataclasses import field

import pytest

from gridmap.township.value import dataclass


def made(dataclass):
    @dataclass(frozen=True)
    class Base:
        """A value."""

        name: str
        size: float = 1.0
        parts: list[int] = field(default_factory=list)
        hidden: int = field(default=0, repr=False, compare=False)

        @property
        def double(self) -> float:
            return 2 * self.size

    @dataclass(frozen=True)
    class Derived(Base):
        """One more field."""

        more: tuple[int, ...] = ()

        def __post_init__(self) -> None:
            if self.more == (0,):
                raise ValueError("nothing")

    @dataclass
    class Open:
        """It may be changed."""

        one: int = 1
        own: list[int] = field(default_factory=list, init=False)

    return Base, Derived, Open


OURS, LIBRARY = made(dataclass), made(dataclasses.dataclass)


@dataclass(frozen=True)
class Kept:
    """One that can be found again by its name."""

    x: float
    y: float = 0.0


@pytest.mark.parametrize(
    "words", [("a",), ("a", 2.0), ("a", 2.0, [1]), ("a", 2.0, [1], 5)], ids=lambda words: str(len(words))
)
@pytest.mark.parametrize("kind", [0, 1])
def test_they_are_made_said_and_taken_apart_alike(kind, words):
    ours, theirs = OURS[kind](*words), LIBRARY[kind](*words)
    assert repr(ours).replace("made.<locals>.", "") == repr(theirs).replace("made.<locals>.", "")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours.double == theirs.double
    other = dataclasses.replace(ours, name="b")
    assert (other.name, other.size, other.parts) == ("b", ours.size, ours.parts)


def test_equal_are_two_of_one_class_with_equal_fields_but_those_that_do_not_count():
    base, derived, _open = OURS
    assert base("a", hidden=1) == base("a", hidden=2)
    assert base("a") != base("b")
    assert base("a") != derived("a")
    assert Kept(1.0) == Kept(1.0)
    nan = float("nan")
    assert Kept(nan) == Kept(nan)  # the very same one, as in a tuple
    assert hash(Kept(1.0, 2.0)) == hash(Kept(1.0, 2.0))
    with pytest.raises(TypeError):
        hash(OURS[2]())


def test_what_is_frozen_refuses_and_what_is_open_changes():
    with pytest.raises(dataclasses.FrozenInstanceError):
        OURS[0]("a").name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Kept(1.0).x
    free = OURS[2]()
    free.one = 7
    assert free.one == 7


def test_lists_are_not_shared_and_wrong_words_are_refused():
    base, derived, free = OURS
    assert base("a").parts is not base("a").parts
    assert free().own is not free().own
    with pytest.raises(TypeError):
        base()
    with pytest.raises(TypeError):
        base("a", nobody=1)
    with pytest.raises(ValueError, match="nothing"):
        derived("a", more=(0,))


def test_one_goes_to_another_process_and_comes_back():
    assert pickle.loads(pickle.dumps(Kept(1.0, 2.0))) == Kept(1.0, 2.0)
