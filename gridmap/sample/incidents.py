"""Ninety days of incidents, most of them settled in time, and the few that are open now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gridmap.sample import write
from gridmap.sample.homes import Homes
from gridmap.sample.land import Land
from gridmap.sample.staff import Staff

Points = NDArray[np.float64]
Rows = NDArray[np.int64]

DAYS = 90
CLOSED, WORKING, WAITING = "已办结", "处理中", "待受理"
_PER_DAY = 1.25  # incidents a day in a town
_MINUTES = {"P1": (2, 20), "P2": (15, 24 * 60), "P3": (240, 3 * 24 * 60)}
_SETTLED = {"micro": "grid", "small": "village", "big": "town"}
_UNITS = {"grid": "网格", "village": "村(社区)", "town": "镇综治中心", "district": "区级部门"}
_SOURCES = ("网格员巡查", "群众来电", "巡防队上报", "12345热线", "走访发现", "微信群反映")

# title, category, level, urgency, how often, on a road, restricted, content
_KINDS = (
    ("邻里纠纷", "矛盾纠纷", "micro", "P3", 16, 0, 0, "两户因屋檐滴水发生争执，双方愿意调解。"),
    ("土地边界纠纷", "矛盾纠纷", "small", "P3", 9, 0, 0, "承包地界石移动，双方要求重新指界。"),
    ("婚姻家庭纠纷", "矛盾纠纷", "small", "P3", 6, 0, 1, "家庭内部矛盾，已由调解队介入。"),
    ("水管漏水", "民生服务", "micro", "P3", 12, 0, 0, "入户水管破裂，影响用水。"),
    ("垃圾清运不及时", "环境卫生", "micro", "P3", 11, 1, 0, "收集点满溢。"),
    ("路灯不亮", "民生服务", "micro", "P3", 8, 1, 0, "夜间出行不便。"),
    ("线路老化", "安全隐患", "small", "P3", 7, 0, 0, "老屋线路裸露，需要更换。"),
    ("农药包装物乱扔", "环境卫生", "micro", "P3", 5, 1, 0, "田边有农药瓶，需要清理。"),
    ("秸秆焚烧", "安全隐患", "small", "P2", 6, 1, 0, "发现烟点，已劝阻。"),
    ("道路塌方", "道路交通", "big", "P2", 4, 1, 0, "边坡土石滑落，占半幅路面。"),
    ("停电", "民生服务", "small", "P2", 6, 0, 0, "片区停电，已报供电所。"),
    ("独居老人失联", "特殊人群", "small", "P2", 4, 0, 0, "电话无人接听，请就近上门查看。"),
    ("山坡出现裂缝", "地质灾害", "big", "P2", 2, 0, 0, "雨后坡面裂缝，已设警戒。"),
    ("老人跌倒", "特殊人群", "small", "P1", 3, 0, 0, "老人在家跌倒，请就近支援并联系卫生院。"),
    ("火情", "安全隐患", "big", "P1", 1, 0, 0, "柴房起火，已通知消防。"),
)
# open now: title, category, level, urgency, minutes ago, accepted after, status, on a road, content
_OPEN = (
    ("道路中断", "道路交通", "big", "P2", 52, 3, WORKING, 1, "大树倒伏，双向不能通行。"),
    ("水管漏水", "民生服务", "micro", "P3", 185, 24, WORKING, 0, "主管破裂，约二十户停水。"),
    ("路灯不亮", "民生服务", "micro", "P3", 27, 0, WAITING, 1, "村道转弯处夜间无照明。"),
    ("土地边界纠纷", "矛盾纠纷", "small", "P3", 1460, 95, WORKING, 0, "双方已到场，等待指界。"),
)


@dataclass(frozen=True)
class _Ground:
    """What an incident needs to know of the place it happens at."""

    land: Land
    homes: Homes
    staff: Staff
    home_rows: list[Rows]
    road_points: list[Points]


def write_incidents(
    path: Path, land: Land, staff: Staff, homes: Homes, now: datetime, rng: np.random.Generator
) -> None:
    """Write incidents.csv, oldest first."""
    town = land.town_of_grid[land.division.grid_of_group[homes.group]]
    lines = land.roads.lines[land.roads.grade >= 2]
    of_town = land.roads.town[land.roads.grade >= 2]
    middles = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
    towns = range(len(land.towns))
    ground = _Ground(land, homes, staff, [np.flatnonzero(town == row) for row in towns],
                     [middles[of_town == row] for row in towns])  # fmt: skip
    rows = [row for one in towns for row in [*_past(ground, one, now, rng), *_open(ground, one, now, rng)]]
    rows.sort(key=lambda row: (str(row["happened_at"]), str(row["title"])))
    for number, row in enumerate(rows, start=1):
        row["incident_no"] = f"SJ{str(row['happened_at'])[:10].replace('-', '')}{number:04d}"
    place = np.array([row.pop("spot") for row in rows], float)
    lon, lat = write.degrees(place)
    columns = {key: [row[key] for row in rows] for key in ("incident_no", *list(rows[0])[:-1])}
    write.table(path, {**columns, "lon": lon, "lat": lat})


def _past(ground: _Ground, town: int, now: datetime, rng: np.random.Generator) -> list[dict[str, object]]:
    """The settled ones; one in twenty late, one in twenty-five at the wrong level or handed up."""
    weights = np.array([kind[4] for kind in _KINDS], float)
    rows = []
    for _ in range(round(DAYS * _PER_DAY)):
        title, category, level, urgency, _, on_road, restricted, content = _KINDS[
            int(rng.choice(len(_KINDS), p=weights / weights.sum()))
        ]
        day = now - timedelta(days=int(rng.integers(4, DAYS)))
        happened = day.replace(hour=0, minute=0) + timedelta(minutes=int(rng.triangular(330, 660, 1350)))
        accept, finish = (limit * rng.uniform(0.1, 0.9) for limit in _MINUTES[urgency])
        late = 2.2 if rng.random() < 0.05 else 1.0
        accepted = happened + timedelta(minutes=max(1, round(accept * late)))
        finished = accepted + timedelta(minutes=max(5, round(finish * late)))
        settled = _SETTLED[level] if rng.random() < 0.96 else str(rng.choice(["town", "district"]))
        row = _row(ground, town, bool(on_road), settled, rng)
        moments = (happened, accepted, min(finished, now - timedelta(hours=20)))
        rows.append({**_said(title, content, category, level, urgency, CLOSED, moments), **row,
                     "settled_at_level": settled, "restricted": restricted, "spot": row["spot"]})  # fmt: skip
    return rows


def _open(ground: _Ground, town: int, now: datetime, rng: np.random.Generator) -> list[dict[str, object]]:
    """The few that nobody has finished yet."""
    rows = []
    for title, category, level, urgency, ago, after, status, on_road, content in _OPEN:
        happened = now - timedelta(minutes=ago)
        accepted = happened + timedelta(minutes=after) if after else None
        row = _row(ground, town, bool(on_road), _SETTLED[level], rng)
        said = _said(title, content, category, level, urgency, status, (happened, accepted, None))
        rows.append({**said, **row, "settled_at_level": "", "restricted": 0, "spot": row["spot"]})
    return rows


def _said(
    title: str, content: str, category: str, level: str, urgency: str, status: str,
    moments: tuple[datetime | None, ...],
) -> dict[str, object]:  # fmt: skip
    texts = [moment.isoformat(timespec="seconds") if moment else "" for moment in moments]
    said = {"title": title, "content": content, "category": category, "level": level}
    times = dict(zip(("happened_at", "accepted_at", "finished_at"), texts, strict=True))
    return {**said, "urgency": urgency, "status": status, **times}


def _row(
    ground: _Ground, town: int, on_road: bool, settled: str, rng: np.random.Generator
) -> dict[str, object]:
    """A place on a road or at a house, with the names of what it lies in."""
    land = ground.land
    home = int(rng.choice(ground.home_rows[town]))
    spot = ground.homes.place[home] + rng.normal(0, 8, 2)
    group = int(ground.homes.group[home])
    if on_road:
        spot = ground.road_points[town][int(rng.integers(len(ground.road_points[town])))]
        group = int(shapely.STRtree(land.boundaries.groups).nearest(shapely.points(spot)))
    elif not shapely.contains_xy(land.boundaries.groups[group], *spot):
        spot = ground.homes.place[home]
    grid, village = int(land.division.grid_of_group[group]), int(land.village_of_group[group])
    villages, groups, grids = land.said
    return {
        "place": f"{land.village_name[village]}{land.group_name[group]}",
        "source": _SOURCES[int(rng.integers(len(_SOURCES)))],
        "unit": land.village_name[village] if settled == "village" else _UNITS[settled],
        "handler": ground.staff.worker[grid],
        "village": villages[village],
        "group": groups[group],
        "grid": grids[grid],
        "spot": spot,
    }
