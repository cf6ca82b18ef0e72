"""Which table a foreign layer is: as the user says, by its name, else by its columns and shapes."""

import re
from collections.abc import Container, Sequence

from gridmap.exchange.headings import match
from gridmap.township.schemas import SCHEMAS

_WORDS = {
    "township": ("镇界", "镇", "街道", "乡镇", "town", "outline"),
    "villages": ("村界", "村社区", "村(社区)", "行政村", "村", "社区", "village", "xzq"),
    "groups": ("村民小组", "小组", "组界", "社组", "group"),
    "grids": ("网格", "网格界", "网格划分", "网格台账", "grid"),
    "households": ("住户", "住户台账", "户籍台账", "家庭台账", "房屋", "农户", "household", "houses"),
    "residents": (
        "居民",
        "居民台账",
        "人口",
        "人口台账",
        "人员台账",
        "村民",
        "村民台账",
        "家庭成员",
        "留守人员",
        "留守老人",
        "resident",
        "people",
        "persons",
        "population",
    ),
    "staff": ("干部", "干部队伍", "队伍", "工作人员", "网格员", "网格长", "cadres", "staffs"),
    "assignments": ("任职", "分工", "包网进格", "assignment"),
    "positions": ("实时位置", "定位", "人员位置", "position", "fixes"),
    "organisations": ("组织", "党小组", "微信群", "调解队", "organisation", "organizations", "organization"),
    "incidents": ("事件", "事件台账", "矛盾纠纷", "矛盾纠纷台账", "纠纷", "incident"),
    "incident_steps": ("事件步骤", "处置记录"),
    "alarm_steps": ("告警记录",),
    "patrols": ("巡防", "巡查", "巡逻", "巡防台账", "巡查台账", "轨迹", "patrol", "track", "tracks"),
    "visits": ("走访", "走访台账", "走访记录", "入户走访", "visit"),
    "roll_calls": ("点名", "点名簿", "rollcall"),
    "roll_call_entries": ("点名记录", "点名台账", "rollcallentries"),
    "places": ("场所", "避难场所", "卫生院", "学校", "place", "poi"),
    "roads": ("道路", "路网", "公路", "road"),
    "waters": ("水系", "河流", "河", "water", "rivers", "river"),
    "heights": ("高程", "高程点", "海拔", "height", "elevation", "dem"),
    "ridges": ("山脊", "山脊线", "分水岭", "ridge", "ridgelines"),
    "hazards": ("隐患", "隐患点", "隐患区", "地灾", "风险区", "hazard"),
    "neighbours": ("邻区", "邻镇", "周边", "neighbour", "neighbors", "neighbor"),
}
_SIGNS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("visits", ("visited_at",), 1),
    ("patrols", ("patrol_no", "team", "started_at", "ended_at", "members", "route", "handed_to_police"), 3),
    ("incidents", ("title", "happened_at", "category", "status", "urgency", "handler"), 3),
    ("residents", ("name", "id_number", "relation", "birth_date", "household_no"), 3),
    ("households", ("household_no", "head_name", "address", "registered", "resident"), 2),
    ("grids", ("leader", "worker", "enclaves", "boundary_fixed"), 1),
    ("staff", ("name", "title", "service_years", "education"), 3),
    ("heights", ("height",), 1),
)


def kind_by_name(name: str) -> str:
    """The table that a file stem or layer name speaks of; '' when none.

    The longest word decides, of equal ones the last: 甲社区居民 are residents.
    """
    plain = name.casefold()
    if plain in SCHEMAS:
        return plain
    english = set(re.findall(r"[a-z]+", plain))
    best: tuple[int, int, str] = (0, -1, "")
    for kind in SCHEMAS:
        for word in (kind, SCHEMAS[kind].title, *_WORDS[kind]):
            if word in english if word.isascii() else word in plain:
                best = max(best, (len(word), plain.rfind(word), kind))
    return best[2]


def fits(kind: str, shape: str) -> bool:
    """Whether a table can come from a layer of ``shape``: areas need areas, ledgers may lack a place.

    Of a track the end is where somebody is.
    """
    wanted = SCHEMAS[kind].geometry
    is_ledger = shape == "none" and wanted != "polygon"
    as_point = wanted == "point" and (shape == "polygon" or (shape == "line" and kind == "positions"))
    return shape == wanted or is_ledger or as_point


def kind_by_columns(headings: Sequence[str], shape: str) -> str:
    """The table whose tell-tale columns are there; '' when it could be several.

    ``shape`` is ``point``, ``line``, ``polygon`` or ``none``, what the layer's geometries are.
    """
    for kind, signs, enough in _SIGNS:
        if shape not in ("none", SCHEMAS[kind].geometry):
            continue
        found = match(SCHEMAS[kind], headings, {})
        if sum(sign in found for sign in signs) >= enough and _has_required(kind, found.columns):
            return kind
    return ""


def _has_required(kind: str, found: Container[str]) -> bool:
    required = [field.name for field in SCHEMAS[kind].fields if field.required]
    return all(name in found for name in required)
