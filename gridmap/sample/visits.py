"""Visits to households: weekly, monthly or quarterly by how much they need it, a few overdue."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import write
from gridmap.sample.land import Land
from gridmap.sample.staff import Staff

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

EVERY = {"high": 7, "key": 30, "general": 91}
_BACK = {"high": 35, "key": 60, "general": 91}
_OVERDUE = {"high": 2, "key": 11}
_SAYINGS = ("身体状况良好，已提醒用电用气安全。", "生活平稳，无新增困难。", "已宣传防汛和森林防火。",
            "反映饮水问题，已记录。", "陪同测量血压。", "已与外出子女通话。", "已提醒按时服药。")  # fmt: skip


def write_visits(
    path: Path, land: Land, staff: Staff, grid: Rows, number: Texts, tiers: Texts, now: datetime,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Write visits.csv, oldest first; ``tiers`` is the tier of every household, '' for none."""
    late = np.zeros(len(tiers), bool)
    town = land.town_of_grid[grid]
    for tier, count in _OVERDUE.items():
        for row in range(len(land.towns)):
            own = np.flatnonzero((tiers == tier) & (town == row))
            late[rng.choice(own, min(count, len(own)), replace=False)] = True
    rows = []
    midnight = now.replace(hour=0, minute=0)
    for home in np.flatnonzero(tiers != "").tolist():
        tier = str(tiers[home])
        every = EVERY[tier]
        day = int(rng.integers(0, every))
        first = max(day, 1) + every if late[home] else day
        for back in range(first, _BACK[tier] + 1, every):
            at = midnight - timedelta(days=back) + timedelta(minutes=int(rng.triangular(480, 570, 1080)))
            if at < now:
                rows.append((at.isoformat(timespec="seconds"), home, tier))
    rows.sort()
    said = rng.integers(len(_SAYINGS), size=len(rows)).tolist()
    write.table(path, {
        "household_no": [number[home] for _, home, _ in rows],
        "visited_at": [at for at, _, _ in rows],
        "visitor": [staff.worker[int(grid[home])] for _, home, _ in rows],
        "tier": [tier for _, _, tier in rows],
        "content": [_SAYINGS[one] for one in said],
    })  # fmt: skip
