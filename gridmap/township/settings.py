"""The editable settings of a township: its name, its working CRS, every number of the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from types import MappingProxyType
from typing import Any

from gridmap.i18n import _
from gridmap.township.value import dataclass

DRILL = _("演练，不是实战")
"""What everything says that was made of a drill."""

DEFAULT_ROLES = MappingProxyType(
    {"grid_leader": "网格长", "grid_worker": "网格员", "law_enforcement": "执法人员", "volunteer": "志愿者"}
)

DEFAULT_LOAD = MappingProxyType({
    "lives_alone": 1.0, "cannot_self_care": 2.0, "disabled": 1.0, "aged_80": 0.5, "kilometre": 0.5,
})  # fmt: skip

DEFAULT_SPEEDS = MappingProxyType({
    "foot": {"main": 4.5, "side": 4.5, "path": 4.0},
    "motorbike": {"main": 40.0, "side": 28.0, "path": 12.0},
    "car": {"main": 45.0, "side": 25.0, "path": 0.0},
})  # fmt: skip

Clocks = Mapping[str, Mapping[str, float | str]]

DEFAULT_CLOCKS: Clocks = MappingProxyType({
    "P1": {"accept": 2, "finish": 20},
    "P2": {"accept": 15, "finish": 24 * 60},
    "P3": {"accept": 4 * 60, "finish": "3d"},
})  # fmt: skip

DEFAULT_VISIT_DAYS = MappingProxyType({"high": 7, "key": 30, "general": 91})

DEFAULT_TRACK = MappingProxyType({
    "vehicle_kmh": 15.0, "vehicle_s": 60.0, "jump_m": 300.0, "jump_kmh": 90.0, "together_m": 20.0,
    "together_s": 600.0, "stop_m": 40.0, "stop_s": 300.0, "gap_s": 600.0,
})  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What a township may change. Values come from ``township.toml`` and then live in the store.

    ``crs`` is the working CRS as ``EPSG:n``, metres, '' until the first boundary arrives.
    ``codes`` maps a coding scheme to the township's code in it: codes are data, never keys.
    ``roles`` are the roles every grid must have (the rule ``staffed``), with their titles.
    ``near_share`` and ``limit_share`` are shares of the cap. ``speeds`` are km/h by way of travelling
    and road grade; 0 where nobody gets through so, a road without a grade is a side road. Every
    group owes ``patrols_a_week`` patrols of ``patrol_strength`` members; one covers ``swath_m`` metres
    on both sides. ``track`` says what is asked about a track: faster than ``vehicle_kmh`` for ``vehicle_s``;
    a step of ``jump_m`` at ``jump_kmh``; two within ``together_m`` for ``together_s``; what a stop is
    (``stop_s`` within ``stop_m``) and a gap (``gap_s`` without a place).
    ``forecast_year`` is the year that a forecast of the people is of, 0 where nobody said.
    ``load`` are the points of a grid worker's load: for each person of a kind who is not away, and for each
    kilometre to a home. ``visit_days`` are the days after which a household of a tier is due again: high
    risk weekly, key monthly, general quarterly; one of high risk is silent after ``silent_days``. A helper's
    position is stale after ``fix_minutes``.
    ``clocks`` are minutes (or working days, ``3d``) to accept and to finish an incident, by urgency
    (``P1``) or category and urgency (``安全隐患/P2``); ``levels`` says which level settles a category.
    ``shifts`` are the times of the day at which the duty officers change. ``drill`` is when this copy of a
    township was made to practise on, '' in a real one: whatever is shown or printed of it says so.
    """

    name: str = ""
    crs: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    schematic: bool = False
    notice: str = ""
    worker_cap: int = 1000
    leader_cap: int = 2000
    near_share: float = 0.80
    limit_share: float = 0.95
    roles: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_ROLES))
    speeds: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: dict(DEFAULT_SPEEDS))
    patrols_a_week: int = 2
    patrol_strength: int = 2
    swath_m: float = 50.0
    track: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_TRACK))
    forecast_year: int = 0
    load: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_LOAD))
    visit_days: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_VISIT_DAYS))
    silent_days: int = 7
    fix_minutes: int = 30
    clocks: Clocks = field(default_factory=lambda: dict(DEFAULT_CLOCKS))
    levels: Mapping[str, str] = field(default_factory=dict)
    shifts: Sequence[str] = ("08:00", "20:00")
    attribution: str = ""
    drill: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Settings":
        """Settings from a parsed ``township.toml`` or the store's rows; unknown names are ignored."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})
