"""Work on the tables without a window: opening, who is in an area, search by key, the web page."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridmap.app import open_township, read_township
from gridmap.bench.trials.clock import processor, seconds, timed
from gridmap.store import open_store
from gridmap.township.snapshot import Snapshot

AREA_M2 = 10e6
SEEN = 40
"""Rows of a list that stand in the window at once."""
WORDS = ("zhang", "zh", "wang", "lh", "王", "李", "张伟", "1组", "5678", "0101001", "飞凤", "chenjing")
"""What is typed into the search box, key by key."""


def size(store: Path) -> dict[str, Any]:
    """How many households a store has."""
    return {"n": len(loaded(store, ["households"])["households"])}


def opening(store: Path) -> dict[str, Any]:
    """Open a store, with the tables of the first map and the census: as a window does, which has the file
    examined afterwards, and with all its questions."""
    quick, examined = (
        [seconds(partial(open_township, str(store), read_only=True, at_once=at_once)) for _time in range(5)]
        for at_once in (True, False)
    )
    return {"rows": {"open": [quick], "open_examined": [examined]}}


def area(store: Path) -> dict[str, Any]:
    """Who is inside a circle of 10 km² where most people are: of columns that are there, and all of it as
    the command does."""
    from gridmap.response.affected import TABLES, affected
    from gridmap.response.area import circle

    today = date.today()
    with read_township(str(store), TABLES) as snapshot:
        households = snapshot["households"]
        x, y = fullest(households.number("x"), households.number("y"), AREA_M2**0.5)
        place = circle(x, y, (AREA_M2 / np.pi) ** 0.5)
        for table in snapshot.tables.values():
            table.bring(*table.schema.columns)
        here = [seconds(lambda: affected(snapshot, place, today)) for _time in range(20)]

    def whole() -> None:
        with read_township(str(store), TABLES) as snapshot:
            affected(snapshot, place, today)

    return {"rows": {"area": [here], "area_store": [[seconds(whole) for _time in range(3)]]}}


def calls(store: Path, folder: Path) -> dict[str, Any]:
    """From a circle of 10 km² to the named list as the desk shows it, to the call sheet as a PDF; and the
    nearest helpers. Each first as somebody meets it who has just opened the township, then again."""
    from gridmap.exchange.exports.stamp import Stamp
    from gridmap.response.affected import affected
    from gridmap.response.area import circle
    from gridmap.response.reach import nearest
    from gridmap.screens.desk.ledger import values_of
    from gridmap.screens.paper.save import save_calls
    from gridmap.screens.response.lists import area_list

    session = open_township(str(store), read_only=True)
    session.load_rest()
    snapshot, now = session.snapshot, datetime.now()
    homes = snapshot["households"]
    x, y = fullest(homes.number("x"), homes.number("y"), AREA_M2**0.5)
    place = circle(x, y, (AREA_M2 / np.pi) ** 0.5)

    def listed() -> None:
        ledger = area_list(session, affected(snapshot, place, now.date()), ())
        for column in ledger.columns:
            [column.show(value) for value in values_of(column.values, np.arange(min(SEEN, len(ledger))))]

    def printed() -> None:
        found = affected(snapshot, place, now.date())
        save_calls(folder / "calls.pdf", snapshot, place, found, Stamp("bench", now, drill=""))

    def reached() -> None:
        nearest(snapshot, (x, y), census=session.census)

    works = {"area_list": listed, "call_sheet_pdf": printed, "nearest": reached}
    rows = {name: [[seconds(work, processor) for _time in range(5)]] for name, work in works.items()}
    session.close()
    return {"rows": rows}


def search(store: Path) -> dict[str, Any]:
    """Have everyone gathered, then ask at every key."""
    from gridmap.township.search import SearchIndex

    session = open_township(str(store), read_only=True)
    index, made = timed(lambda: SearchIndex(session.snapshot, session.read_people(lambda: None)))
    typed = [word[: length + 1] for word in WORDS for length in range(len(word))]
    return {
        "rows": {"search_index": [[made]], "search": [[seconds(partial(index.find, key)) for key in typed]]}
    }


def page(store: Path, folder: Path) -> dict[str, Any]:
    """Write the offline web page."""
    from gridmap.exchange.export import export
    from gridmap.scene.layers import load_layers
    from gridmap.township.census import take_census
    from gridmap.township.folders import layers_folder

    snapshot = loaded(store)
    census, layers, now = take_census(snapshot), load_layers(layers_folder()), datetime.now()
    out = folder / "page.html"
    return {
        "rows": {
            "page": [[seconds(lambda: export(snapshot, census, out, author="", now=now, layers=layers))]]
        }
    }


def loaded(store: Path, names: Sequence[str] | None = None) -> Snapshot:
    """Some tables of a store, or all."""
    opened = open_store(store, read_only=True)
    try:
        return opened.load(names)
    finally:
        opened.close()


def fullest(x: NDArray[np.float64], y: NDArray[np.float64], side: float) -> tuple[float, float]:
    """The middle of that square of a net of squares in which most places are."""
    placed = np.isfinite(x) & np.isfinite(y)
    cells = np.floor(np.column_stack([x[placed], y[placed]]) / side).astype(np.int64)
    squares, count = np.unique(cells, axis=0, return_counts=True)
    middle = (squares[count.argmax()] + 0.5) * side
    return float(middle[0]), float(middle[1])
