"""A roll-call: the homes of an area, and of each whether somebody was reached, moved, silent or unwilling.

Everybody on the roll has a first entry without a result, written with the roll-call itself; every answer
is one more entry. So nothing is ever overwritten, and what a list said then can still be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.errors import StepRefused
from gridmap.i18n import _
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table

RESULTS: Mapping[str, str] = {
    "reached": _("已联系"),
    "moved": _("已转移"),
    "no_answer": _("未应答"),
    "refused": _("拒绝转移"),
}
"""What a call can end with, and the words for it."""

STATES: Mapping[str, str] = {"waiting": _("未呼叫"), **RESULTS}
"""How a home stands: as its last entry says, waiting before the first."""

_CODES = tuple(STATES)
MISSES = 2
"""Calls in a row without an answer after which somebody is sent."""


@dataclass(frozen=True)
class RollCall:
    """One roll-call and how every home on it stands, in the order in which they were written down.

    ``row`` is its row in ``roll_calls``. ``household`` are rows of the households (-1 for one that is no
    more), ``state`` positions in ``STATES``, ``misses`` calls in a row that nobody answered, up to now,
    ``last_at`` when the last entry of each was made ('' before the first).
    """

    row: int
    name: str
    begun_at: datetime
    ended_at: datetime | None
    household: NDArray[np.int64]
    state: NDArray[np.int64]
    misses: NDArray[np.int64]
    last_at: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.household)

    @property
    def counts(self) -> dict[str, int]:
        """Homes in each of ``STATES``; they add up to all of them."""
        found = np.bincount(self.state, minlength=len(_CODES)).tolist()
        return dict(zip(_CODES, found, strict=True))

    def stands(self, at: int) -> str:
        """Which of ``STATES`` the home at a place of the roll is in."""
        return _CODES[int(self.state[at])]

    @property
    def missed(self) -> NDArray[np.int64]:
        """Places on the roll of the homes to which somebody must go."""
        return np.flatnonzero(self.misses >= MISSES)


def running(snapshot: Snapshot, now: datetime) -> RollCall | None:
    """The roll-call that goes on at ``now``, the one begun last where there are several; None without."""
    calls = snapshot["roll_calls"]
    if not len(calls):
        return None
    moment = now.isoformat(timespec="seconds")
    begun, ended = calls.text("begun_at").astype("U19"), calls.text("ended_at").astype("U19")
    open_now = np.flatnonzero((begun != "") & (begun <= moment) & ((ended == "") | (ended > moment)))
    if not len(open_now):
        return None
    return roll_call(snapshot, int(open_now[np.argmax(begun[open_now])]), now)


def roll_call(snapshot: Snapshot, row: int, now: datetime | None = None) -> RollCall:
    """The roll-call of one row of ``roll_calls``, as its entries up to ``now`` say."""
    calls, entries = snapshot["roll_calls"], snapshot["roll_call_entries"]
    mine = np.flatnonzero(entries.fids("roll_call_fid") == calls.fids()[row])
    when = entries.text("at")[mine].astype("U19")
    if now is not None:
        known = when <= now.isoformat(timespec="seconds")
        mine, when = mine[known], when[known]
    written = entries.take(mine[np.lexsort((mine, when))])  # of two in one second the one written last
    place: dict[object, int] = {}
    fids: list[int] = []
    state: list[int] = []
    misses: list[int] = []
    last_at: list[str] = []
    columns = (written.fids("household_no_fid"), *map(written.text, ("household_no", "result", "at")))
    for fid, number, result, at in zip(*(column.tolist() for column in columns), strict=True):
        spot = place.setdefault(fid or number, len(place))
        if spot == len(fids):
            fids.append(fid)
            state.append(0)
            misses.append(0)
            last_at.append("")
        if result in RESULTS:
            state[spot], last_at[spot] = _CODES.index(result), at
            misses[spot] = misses[spot] + 1 if result == "no_answer" else 0
    ended = str(calls["ended_at"][row])
    return RollCall(
        row, str(calls["name"][row]), datetime.fromisoformat(str(calls["begun_at"][row])),
        datetime.fromisoformat(ended) if ended else None,
        snapshot["households"].index_of(np.array(fids, np.int64)),
        np.array(state, np.int64), np.array(misses, np.int64), tuple(last_at),
    )  # fmt: skip


def begin(
    snapshot: Snapshot, households: Sequence[str], ground: shapely.Geometry, by: str, now: datetime
) -> Change:
    """The change that begins a roll-call of some households (uuids, in the order to be called) on
    ``ground``, a polygon in the working CRS. Raises StepRefused when there is nobody or one still goes on.
    """
    if not len(households):
        raise StepRefused(_("范围里没有住户：没有可点名的人"))
    if (old := running(snapshot, now)) is not None:
        raise StepRefused(_("“{name}”还没有结束：请先结束它").format(name=old.name))
    moment = now.isoformat(timespec="seconds")
    name = _free_name(snapshot, now)
    shape = np.empty(1, object)
    shape[0] = shapely.MultiPolygon([part for part in shapely.get_parts(ground) if shapely.area(part) > 0])
    call = Table.of(SCHEMAS["roll_calls"], {
        "uuid": [uuid4().hex], "name": [name], "begun_at": [moment], "geometry": shape,
    })  # fmt: skip
    rows = _rows_of(snapshot, households)
    entries = _entries(snapshot, name, rows, [""] * len(rows), moment, by, "")
    label = _("开始点名 {n} 户").format(n=len(rows))
    return Change(label, {"roll_calls": call, "roll_call_entries": entries})


def enter(
    snapshot: Snapshot, call: RollCall, household: str, result: str, by: str, now: datetime, note: str = ""
) -> Change:
    """The change that writes one answer of a household (its uuid) down. Raises StepRefused."""
    if result not in RESULTS:
        raise StepRefused(_("没有“{name}”这种点名结果").format(name=result))
    if call.ended_at is not None:
        raise StepRefused(_("“{name}”已经结束，不能再登记").format(name=call.name))
    rows = _rows_of(snapshot, [household])
    if rows[0] not in call.household:
        raise StepRefused(_("这一户不在“{name}”里").format(name=call.name))
    moment = now.isoformat(timespec="seconds")
    entries = _entries(snapshot, call.name, rows, [result], moment, by, note)
    return Change(_("点名登记：{result}").format(result=RESULTS[result]), {"roll_call_entries": entries})


def end(snapshot: Snapshot, call: RollCall, now: datetime) -> Change:
    """The change that ends a roll-call."""
    moment = np.array([now.isoformat(timespec="seconds")], object)
    rows = snapshot["roll_calls"].take([call.row]).replace(ended_at=moment)
    return Change(_("结束点名"), {"roll_calls": rows})


def _rows_of(snapshot: Snapshot, households: Sequence[str]) -> NDArray[np.int64]:
    table = snapshot["households"]
    found = table.rows_of(households)
    if len(found) != len(set(households)):
        raise StepRefused(_("有的住户已不在名册里：请重新圈范围"))
    place = {uuid: at for at, uuid in enumerate(households)}
    order = [place[str(uuid)] for uuid in table.take(found)["uuid"]]
    return np.asarray(found[np.argsort(order)], np.int64)


def _entries(
    snapshot: Snapshot,
    name: str,
    rows: NDArray[np.int64],
    results: Sequence[str],
    moment: str,
    by: str,
    note: str,
) -> Table:
    homes, calls = snapshot["households"].take(rows), snapshot["roll_calls"]
    known = calls.fids()[calls.text("name") == name]
    count = len(rows)
    return Table.of(SCHEMAS["roll_call_entries"], {
        "uuid": [uuid4().hex for _row in range(count)],
        "roll_call": [name] * count,
        "roll_call_fid": [int(known[0]) if len(known) else 0] * count,
        "household_no": homes["household_no"],
        "household_no_fid": homes["fid"],
        "result": results, "at": [moment] * count, "by": [by] * count, "note": [note] * count,
    })  # fmt: skip


def _free_name(snapshot: Snapshot, now: datetime) -> str:
    taken = set(snapshot["roll_calls"].text("name").tolist())
    plain = _("点名 {moment}").format(moment=f"{now:%m-%d %H:%M}")
    names = (plain, *(f"{plain}（{number}）" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
