"""The report of ``gridmap bench``: measured, as JSON, as text, as a table for a page of documentation."""

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gridmap.bench import fresh, towns
from gridmap.bench.plan import Found, Group, Plan, Run
from gridmap.bench.rows import Row, as_json, spread
from gridmap.errors import GridmapError, UsageError
from gridmap.i18n import _

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What to measure: the sample, or a synthetic town of about so many ``households``, or a ``store``
    that is there already (and ``files``, the folder that it was imported from). ``rows`` are those
    wanted, () for all."""

    households: int | None = None
    store: Path | None = None
    files: Path | None = None
    rows: tuple[str, ...] = ()


def _nothing(_words: str) -> None:
    """Nobody listens."""


@dataclass
class _Measured:
    """The rows so far, and what was left out and why. ``say`` hears of each run when it has ended."""

    say: Say = _nothing
    households: int = 0
    rows: dict[str, Row] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def run(self, run: Run) -> None:
        """Run once more; what cannot be run, or a peer that fails, is left out."""
        why = run.refusal()
        if not why:
            try:
                found = run.call()
            except GridmapError as error:
                if not run.peer:
                    raise
                why = str(error)
        if why:
            self.left_out |= dict.fromkeys(run.rows, why)
            self.say(_left_out(run.rows[0], why))
            return
        for name, rounds in found.rows.items():
            self.say(f"{name} {_ms(spread([second for one in rounds for second in one])[0])} ms")
            row = self.rows.setdefault(name, Row(name, self.households))
            row.rounds += rounds
            row.peak_mb = max(row.peak_mb, found.peaks[name])
            row.figures |= found.figures.get(name, {})
            row.each += found.each.get(name, [])


def measure(wish: Wish, say: Say = _nothing) -> dict[str, Any]:
    """``{"machine", "rows", "left_out"}``; see ``rows.as_json`` for a row. ``say`` hears how far it is.

    Raises UsageError for a row that there is not, GridmapError when a measurement of ours fails.
    """
    known = ["import", *Plan(Path(), Path()).names]
    for name in wish.rows:
        if name not in known:
            raise UsageError(_("没有“{name}”这一行；可用：{known}").format(name=name, known=" ".join(known)))
    with tempfile.TemporaryDirectory(prefix="gridmap-bench-") as name:
        measured = _measured(wish, Path(name), say)
    left_out = [{"name": name, "why": why} for name, why in measured.left_out.items()]
    return {"machine": _machine(), "rows": as_json(measured.rows.values()), "left_out": left_out}


def _measured(wish: Wish, folder: Path, say: Say) -> _Measured:
    """Everything wished for, on a store of the run's own in ``folder``: made, or copied."""
    measured, store = _Measured(say), folder / "bench.gpkg"
    sources = _sources(wish, folder)
    if wish.store is None:
        found = fresh.trial("take", store, *sources, home=folder).found
        taken = Found.of(found, found["rows"])
        made = Run(("import",), lambda: taken)
    else:
        shutil.copyfile(wish.store, store)
        made = Run(("import",), lambda: Found({}, {}), lambda: _("镇库是现成的"))
    measured.households = int(fresh.trial("size", store, home=folder).found["n"])
    _alternate(Group([made]), wish.rows, measured)
    for group in Plan(store, folder, sources, measured.households).groups:
        _alternate(group, wish.rows, measured)
    return measured


def _sources(wish: Wish, folder: Path) -> tuple[Path, ...]:
    """The folders to import: those given, the sample's, or of a town that is made now."""
    if wish.files is not None:
        return (wish.files,)
    if wish.store is not None:
        return ()
    return towns.folders(folder / "town", wish.households)


def _alternate(group: Group, names: Sequence[str], measured: _Measured) -> None:
    runs = [run for run in group.runs if run.wanted(names)]
    for _round in range(group.rounds):
        for run in runs:
            measured.run(run)


def lines(report: Mapping[str, Any]) -> list[str]:
    """The report as a table of text, in milliseconds; the last column says what each row stands beside."""
    made = [
        str(report["machine"]),
        f"{'':<20}{'n':>10}{'median ms':>12}{'p95 ms':>12}{'peak MB':>10}  {_('同场比较')}",
    ]
    for row in report["rows"]:
        name = ("  " if "beside" in row else "") + row["name"]
        numbers = f"{_ms(row['median_s']):>12}{_ms(row['p95_s']):>12}{row['peak_mb']:>10,.0f}"
        made.append(f"{name:<20}{row['n']:>10,}{numbers}  {_beside(row)}".rstrip())
        made += [f"      {_each(one)}" for one in row.get("each", ())]
    return made + [_left_out(**left) for left in report["left_out"]]


def markdown(report: Mapping[str, Any]) -> list[str]:
    """The report as a table of Markdown, as docs/performance.md has it."""
    made = [
        f"{report['machine']}; n = {max((row['n'] for row in report['rows']), default=0):,} households.",
        "",
        "| row | median ms | p95 ms | MB | beside |",
        "|---|---:|---:|---:|---|",
    ]
    for row in report["rows"]:
        name = row["name"] if "beside" in row else f"**{row['name']}**"
        numbers = f"{_ms(row['median_s'])} | {_ms(row['p95_s'])} | {row['peak_mb']:,.0f}"
        made.append(f"| {name} | {numbers} | {_beside(row)} |")
    return made


def _left_out(name: str, why: str) -> str:
    return _("{name}：略（{why}）").format(name=name, why=why)


def _ms(seconds: float) -> str:
    """Milliseconds with three figures that say something."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _beside(row: Mapping[str, Any]) -> str:
    """``= sjoin_within ÷ 71 = bincount × 14``: the row in terms of each of the others."""
    parts = [f"= {name} ÷ {_figure(ratio)}" if ratio >= 1 else f"= {name} × {_figure(1 / ratio)}"
             for name, ratio in row.get("peers", {}).items()]  # fmt: skip
    parts += [f"= {name} × {_figure(ratio)}" for name, ratio in row.get("floors", {}).items()]
    return " ".join(parts + [f"{name} {value:,.0f}" for name, value in row.get("figures", {}).items()])


def _each(one: Mapping[str, Any]) -> str:
    """``12-0: peer moved 1,132 split 6 …; first …; step …; beaten``."""
    told = [
        " ".join([name, *(f"{figure} {value:,.0f}" for figure, value in said.items())])
        for name, said in one.items() if isinstance(said, Mapping)
    ]  # fmt: skip
    marks = [name for name, said in one.items() if said is True]
    return f"{one['village']}: " + "; ".join([*told, *marks])


def _figure(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _machine() -> str:
    names = ", ".join(
        f"{name} {version(name)}" for name in ("PySide6-Essentials", "numpy", "shapely", "apsw")
    )
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU"
    return f"{system}, Python {platform.python_version()}, {names}"
