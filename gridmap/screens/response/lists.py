"""The homes of an area and of a roll-call as the desk lists them: names and phones as the mask lets them."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from gridmap.i18n import _
from gridmap.response.affected import Affected
from gridmap.response.call_sheet import grid_title
from gridmap.response.risk import RISKS
from gridmap.response.roll_call import MISSES, STATES, RollCall
from gridmap.screens.desk.ledger import Column, Ledger, whole
from gridmap.screens.desk.ledgers import seen
from gridmap.session import Session
from gridmap.township.mask import Mask
from gridmap.township.table import Rows

TAKEN, LEFT_OUT = "☑", "☐"
"""The first column of an area's list: whether a home is called."""


def area_list(session: Session, found: Affected | None, left_out: Collection[str]) -> Ledger:
    """Who is in an area, most urgent first; a home on the edge can be taken out and in again."""
    if found is None:
        none = np.empty(0, object)
        return Ledger(
            "households", 0, none, tuple(Column(title, none, width=width) for title, width in _AREA)
        )
    homes, grids = found.households, session.snapshot["grids"]
    uuids = homes.text("uuid")
    taken = np.array([LEFT_OUT if uuid in left_out else TAKEN for uuid in uuids.tolist()], object)
    risks = [
        " ".join(title for title, has in zip(RISKS.values(), row, strict=True) if has)
        for row in found.homes.risks.tolist()
    ]
    edge = [
        "" if not near else _("◇ 请确认") if inside else _("◇ 在外")
        for near, inside in zip(found.edge.tolist(), found.inside.tolist(), strict=True)
    ]
    values = (
        taken, homes.text("head_name"), found.homes.people, np.array(risks, object),
        np.array([grid_title(grids, grid) for grid in found.grid.tolist()], object), np.array(edge, object),
    )  # fmt: skip
    return Ledger("households", len(homes), uuids, (
        Column("", values[0], width=28),
        Column(_("户主"), values[1], seen(session, Mask.name), 64),
        Column(_("在家"), values[2], whole, 44, number=True),
        Column(_("风险"), values[3], width=100),
        Column(_("网格"), values[4], width=64),
        Column(_("边缘"), values[5], width=0, tone=lambda words: "warning" if words else ""),
    ))  # fmt: skip


_AREA = (("", 28), (_("户主"), 64), (_("在家"), 44), (_("风险"), 100), (_("网格"), 64), (_("边缘"), 0))


def roll_list(session: Session, call: RollCall | None) -> Ledger:
    """Who is on a roll-call, in the order in which they are called, and how each of them stands."""
    homes = session.snapshot["households"]
    rows: Rows = np.empty(0, np.int64) if call is None else call.household
    known = homes.take(np.where(rows < 0, 0, rows)) if len(homes) else homes
    there = rows >= 0

    def of_home(name: str) -> NDArray[np.object_]:
        return np.where(there, known.text(name), "") if len(known) else np.empty(0, object)

    states = np.array([] if call is None else [call.stands(at) for at in range(len(call))], object)
    misses = np.array([] if call is None else call.misses)
    last = np.array([] if call is None else call.last_at, object)
    return Ledger("households", len(rows), of_home("uuid"), (
        Column(_("状态"), states, lambda state: STATES[state], 76,
               tone=lambda state: "failed" if state in ("no_answer", "refused") else ""),
        Column(_("户主"), of_home("head_name"), seen(session, Mask.name), 64),
        Column(_("电话"), of_home("phone"), seen(session, Mask.phone, _("无电话")), 104),
        Column(_("未应答"), misses, _times, 52, number=True,
               tone=lambda count: "failed" if count >= MISSES else ""),
        Column(_("时间"), last, lambda moment: moment[11:16] or "—", 0),
    ))  # fmt: skip


def _times(count: int) -> str:
    return _("{n} 次").format(n=count) if count else ""
