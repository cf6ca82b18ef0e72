"""What is run, how often, and in alternation with what."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gridmap.bench import fresh
from gridmap.bench.peers import chromium, folium_page, qgis, recom
from gridmap.bench.rows import Rounds, beside
from gridmap.i18n import _

PROCESSES = 5
IMPORTS = 3
PAGES = 3
LONG = 400_000
"""Households from which what takes minutes is done once."""


@dataclass(frozen=True)
class Found:
    """Rounds of seconds by row, the peak memory of each row, and figures of what came out: in the middle,
    and of ``each`` thing that was done."""

    rows: dict[str, Rounds]
    peaks: dict[str, float]
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    each: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: dict[str, Any], rows: dict[str, Rounds]) -> "Found":
        """What the last line of a process says; ``rows`` when the clock was held outside of it."""
        peaks = {name: float(found["peak_mb"]) for name in rows} | found.get("peaks", {})
        return cls(rows, peaks, found.get("figures", {}), found.get("each", {}))


def _never() -> str:
    return ""


@dataclass(frozen=True)
class Run:
    """One thing to run: the rows it gives, and why it cannot be run here ('' when it can).

    A ``peer`` that fails is left out of the report; what is ours must not fail.
    """

    rows: tuple[str, ...]
    call: Callable[[], Found]
    refusal: Callable[[], str] = _never
    peer: bool = False

    def wanted(self, names: Iterable[str]) -> bool:
        """Whether it gives one of the rows called ``names``, or one that stands beside one of them."""
        known = set(names)
        return not known or any(name in known or known.intersection(beside(name)) for name in self.rows)


STARTS = (("start", "leave"), ("start_alive", "leave"), ("start_anew", "settle"), ("start_whole", "leave"))
"""The starts that are timed, each with the trial that must have been before it."""


@dataclass(frozen=True)
class Group:
    """Runs in alternation: each once, then each again."""

    runs: Sequence[Run]
    rounds: int = 1


class Plan:
    """Every run on one store. ``sources`` are the folders that an import reads, () to leave it out;
    ``folder`` is where the runs may write."""

    def __init__(
        self, store: Path, folder: Path, sources: tuple[Path, ...] = (), households: int = 0
    ) -> None:
        self.store, self.folder, self.sources, self.households = store, folder, sources, households
        once = households > LONG
        self.groups = [
            Group([self._trial("memory", "memory", "memory_family")]),
            Group([self._page(), self._folium_write()], 1 if once else PAGES),
            Group([self._numpy(), *(self._start(*one) for one in STARTS), self._qgis(), self._qgis_window(),
                   self._trial("redraw", "redraw", "redraw_cpu"), self._folium_show(),
                   self._command("check"), self._command("snapshot", self.folder)], PROCESSES),
            Group([self._take_people(), self._pyogrio()], 1 if once else IMPORTS),
            *(Group([run]) for run in self._kernels()),
            Group([self._trial("frames", "scene", *(f"{work}_{size}" for size in ("1080p", "4k")
                               for work in ("pan", "zoom", "sharp", "memcpy")))]),
            Group([self._trial("switch", "switch_population", "switch_scenario", "switch_theme",
                               "switch_theme_whole")]),
            Group([self._masking()]),
            Group([self._redrawing()]),
            Group([self._stops()]),
            Group([self._arriving()]),
            Group([self._trial("playback", "playback", "playback_slide", "playback_pan")]),
            Group([self._trial("propose", "propose", "propose_trade"),
                   self._trial("ladder", "propose_ladder"), self._recom()]),
        ]  # fmt: skip

    @property
    def names(self) -> list[str]:
        """Every row that there can be."""
        return [name for group in self.groups for run in group.runs for name in run.rows]

    def _kernels(self) -> list[Run]:
        """Work without a window; what stands beside it is measured in its own process."""
        return [
            self._trial("opening", "open", "open_examined"),
            self._trial("cap", "cap", "cap_moved", "sjoin_new", "census", "census_borders", "bincount",
                        "sjoin_within", "sjoin_intersects"),
            self._trial("drag", "drag"),
            self._trial("drag_preview", "drag_preview", "edit_apply"),
            self._trial("area", "area", "area_store"),
            self._calls(),
            self._trial("search", "search_index", "search"),
        ]  # fmt: skip

    def _trial(self, name: str, *rows: str) -> Run:
        """A trial that holds its own clock."""
        return Run(rows, lambda: self._found(name, self.store))

    def _found(self, name: str, *words: object) -> Found:
        said = fresh.trial(name, *words, home=self.folder).found
        return Found.of(said, said["rows"])

    def _start(self, name: str, before: str) -> Run:
        """A start after ``before``, the trial that leaves behind what the last desk would have left."""
        home = self.folder / before

        def call() -> Found:
            if not home.exists():
                fresh.trial(before, self.store, home=home)
            ended = fresh.trial(name, self.store, home=home)
            return Found.of(ended.found, {name: [[ended.first_s]]})

        return Run((name,), call)

    def _numpy(self) -> Run:
        def call() -> Found:
            ended = fresh.trial("numpy", home=self.folder)
            return Found.of(ended.found, {"import_numpy": [[ended.first_s]]})

        return Run(("import_numpy",), call)

    def _command(self, name: str, *words: object) -> Run:
        def call() -> Found:
            ended = fresh.trial(name, self.store, *words, home=self.folder)
            return Found.of(ended.found, {name: [[ended.whole_s]]})

        return Run((name,), call)

    def _stops(self) -> Run:
        works = ("second_stage", "idle", "gesture", "import", "undo", "export")
        return Run(tuple(f"stop_{work}" for work in works),
                   lambda: self._found("stops", self.store, self.folder))  # fmt: skip

    def _recom(self) -> Run:
        def refusal() -> str:
            return "" if recom.installed() else _("没有 gerrychain：pip install gridmap[peers]")

        return Run(("recom",), lambda: self._found("recom", self.store), refusal, peer=True)

    def _redrawing(self) -> Run:
        return Run(("drag_window", "drag_seen", "drag_release"),
                   lambda: self._found("redrawing", self.store, self.folder))  # fmt: skip

    def _calls(self) -> Run:
        return Run(("area_list", "call_sheet_pdf", "nearest"),
                   lambda: self._found("calls", self.store, self.folder))  # fmt: skip

    def _arriving(self) -> Run:
        return Run(("incident_to_wall",),
                   lambda: self._found("incident_to_wall", self.store, self.folder))  # fmt: skip

    def _masking(self) -> Run:
        return Run(("mask",), lambda: self._found("mask", self.store, self.folder))

    def _page(self) -> Run:
        return Run(("page",), lambda: self._found("page", self.store, self.folder))

    def _folium_write(self) -> Run:
        return Run(
            ("folium_write",), lambda: self._found("folium_write", self.store, self._folium_page),
            lambda: folium_page.refusal(self.households), peer=True,
        )  # fmt: skip

    def _folium_show(self) -> Run:
        def call() -> Found:
            if not self._folium_page.exists():
                self._folium_write().call()
            return self._found("folium_show", self._folium_page)

        def refusal() -> str:
            return folium_page.refusal(self.households) or ("" if chromium.browser() else _("没有 Chromium"))

        return Run(("folium_shown",), call, refusal, peer=True)

    @property
    def _folium_page(self) -> Path:
        return self.folder / "folium.html"

    def _qgis(self) -> Run:
        def call() -> Found:
            ended = qgis.draw(self._qgis_copy(), project=self._qgis_project)
            rows = {"qgis_start": [[ended.first_s]]}
            rows |= {f"qgis_{name}": [ended.found[name]] for name in ("redraw", "redraw_cpu")}
            return Found.of(ended.found, rows)

        def refusal() -> str:
            return "" if qgis.python() else _("没有能 import qgis 的 Python")

        return Run(("qgis_start", "qgis_redraw", "qgis_redraw_cpu"), call, refusal, peer=True)

    def _qgis_window(self) -> Run:
        def call() -> Found:
            if not self._qgis_project.exists():
                qgis.draw(self._qgis_copy(), project=self._qgis_project)
            if not self._qgis_home.exists():
                self._qgis_home.mkdir()
                qgis.window(self._qgis_project, self._qgis_home)  # the first start makes a profile
            seconds, peak = qgis.window(self._qgis_project, self._qgis_home)
            return Found({"qgis_window": [[seconds]]}, {"qgis_window": peak})

        return Run(("qgis_window",), call, qgis.window_refusal, peer=True)

    def _qgis_copy(self) -> Path:
        copy = self.folder / "qgis.gpkg"
        if not copy.exists():
            shutil.copyfile(self.store, copy)
        return copy

    @property
    def _qgis_project(self) -> Path:
        return self.folder / "qgis.qgs"

    @property
    def _qgis_home(self) -> Path:
        return self.folder / "qgis"

    def _take_people(self) -> Run:
        return Run(("import_people",), lambda: self._found("take_people", self.folder, *self.sources),
                   self._no_files)  # fmt: skip

    def _pyogrio(self) -> Run:
        return Run(("pyogrio_write",), lambda: self._found("write_people", self.folder, self.store),
                   self._no_files, peer=True)  # fmt: skip

    def _no_files(self) -> str:
        return "" if self.sources else _("没有给要导入的文件")
