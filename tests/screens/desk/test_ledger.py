"""A ledger on screen reads what is looked at, a page of rows at a time."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gridmap.errors import StoreError
from gridmap.screens.desk.ledger import MOST_PAGES, PAGE, Column, Ledger, LedgerModel

COUNT = PAGE * (MOST_PAGES + 2)


@pytest.fixture
def read():
    """How many rows were read, time by time; None for all."""
    return []


@pytest.fixture
def model(qapp, read):
    numbers = np.arange(COUNT)

    def texts(rows):
        read.append(None if rows is None else len(rows))
        return np.array([f"{n:05}" for n in (numbers if rows is None else numbers[rows])], object)

    columns = (Column("号", texts), Column("数", -numbers.astype(float), number=True))
    return LedgerModel(
        Ledger("households", COUNT, np.char.add("u", numbers.astype(str)).astype(object), columns), str
    )


def shown(model, row, column=0):
    return model.data(model.index(row, column))


def test_a_page_is_read_when_one_of_its_rows_is_seen_and_once(model, read):
    assert model.rowCount() == COUNT
    assert read == []
    assert [shown(model, 0), shown(model, PAGE - 1), model.uuid(3)] == ["00000", f"{PAGE - 1:05}", "u3"]
    assert read == [PAGE]
    assert shown(model, PAGE) == f"{PAGE:05}"
    assert read == [PAGE, PAGE]


def test_many_pages_are_not_all_kept(model, read):
    for row in range(0, COUNT, PAGE):
        shown(model, row)
    assert shown(model, 0) == "00000"
    assert len(read) == MOST_PAGES + 3


def test_sorting_reads_one_column_whole_and_pages_follow_it(model, read):
    shown(model, 0)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown(model, 0) == f"{COUNT - 1:05}"
    assert model.uuid(0) == f"u{COUNT - 1}"
    assert model.rows_of(["u0", "none"]) == [COUNT - 1]
    assert read == [PAGE, None, PAGE]


def test_other_rows_keep_the_order_asked_for(model):
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert shown(model, 0) == f"{COUNT - 1:05}"
    few = Ledger("grids", 2, np.array(["a", "b"], object), (Column("甲", np.array(["x", "y"], object)),) * 2)
    model.show(few)
    assert (model.rowCount(), shown(model, 0), model.uuid(1)) == (2, "x", "b")


def test_a_page_that_cannot_be_read_is_said_once_and_blank_from_then_on(qapp):
    def broken(rows):
        raise StoreError("读不了")

    ledger = Ledger("households", 3, np.array(["a", "b", "c"], object), (Column("号", broken),))
    model = LedgerModel(ledger, str)
    with pytest.raises(StoreError):
        shown(model, 0)
    assert [shown(model, row) for row in range(3)] == [None, None, None]
    assert model.uuid(0) == ""
