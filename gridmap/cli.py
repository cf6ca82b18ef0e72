"""The commands: the same words for people, scripts and checks.

``--json`` prints one JSON object and nothing else on standard output. Exit codes: 0 done; 1 done,
with error findings or rejected rows; 2 wrong use or an unreadable file, and nothing was changed.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from gridmap import __version__, app
from gridmap.errors import GridmapError, InputError, UsageError
from gridmap.i18n import _

PopulationName = Literal["resident", "registered", "at_home"]

gridmap = typer.Typer(
    name="gridmap",
    help="网格治理地图 — the map, the rules and the record of a township's grids.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Township = Annotated[
    str | None,
    typer.Argument(
        metavar="[TOWNSHIP]", help="A .gpkg store; left out: the one opened last, else the sample."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
PopulationOption = Annotated[
    PopulationName, typer.Option("--population", help="Which of the three populations.")
]


WrongUse: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for a wrong word, whichever click it stands on."""


def run() -> int:
    """Run the command line; every failure a user can mend is one line on standard error and code 2."""
    try:
        return int(gridmap(standalone_mode=False) or 0)
    except typer.Abort:
        return 130
    except GridmapError as failure:
        typer.echo(" ".join(str(failure).split()), err=True)
    except WrongUse as wrong:
        said = getattr(wrong, "format_message", wrong.__str__)()
        typer.echo(_("{what} 用法见 gridmap --help").format(what=" ".join(said.split())), err=True)
    return 2


def _print_json(report: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(report, ensure_ascii=False, allow_nan=False))


@contextmanager
def _busy(words: str, quiet: bool = False) -> Iterator[None]:
    """A moving bar on a terminal while something takes its time; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


@gridmap.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the desk when no command is named.

    Example: gridmap check --population registered.
    """
    if version:
        typer.echo(__version__)
    elif context.invoked_subcommand is None:
        desk(None)


@gridmap.command()
def desk(township: Township = None) -> None:
    """Open the planner's desk.

    Example: gridmap desk town.gpkg.
    """
    from gridmap.screens.start import run_desk

    address = app.find_township(township)
    app.remember(address)
    raise typer.Exit(run_desk(app.open_township(address), app.remember))


@gridmap.command()
def wall(
    township: Township = None,
    screen: Annotated[int, typer.Option(help="Which screen, from 1; 0: the one the pointer is on.")] = 0,
    seat: Annotated[float, typer.Option(min=0.5, max=50, help="Metres to the farthest seat.")] = 5.0,
    width_mm: Annotated[
        float, typer.Option(min=0, help="Measured width of the picture, mm; 0: unknown.")
    ] = 0.0,
) -> None:
    """Open the wall, full screen.

    Example: gridmap wall town.gpkg --seat 6 --width-mm 1650.
    """
    from gridmap.screens.start import run_wall

    session = app.open_township(township, read_only=True)
    raise typer.Exit(run_wall(session, screen=screen, seat_m=seat, width_mm=width_mm))


@gridmap.command()
def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write shapes/ and layers/.")],
    towns: Annotated[
        int, typer.Option(min=1, max=23, help="1: the sample township; up to 23: a district.")
    ] = 1,
    seed: Annotated[int | None, typer.Option(help="Another seed makes another township.")] = None,
) -> None:
    """Write a synthetic township.

    Example: gridmap sample demo --towns 23.
    """
    from gridmap.sample import DEFAULT_SEED, write_sample

    with _busy(_("正在生成示意镇…")):
        try:
            write_sample(folder, towns=towns, seed=DEFAULT_SEED if seed is None else seed)
        except OSError as error:
            raise InputError(folder, _("无法写入（{why}）").format(why=error.strerror)) from error
    typer.echo(_("已写入 {folder}").format(folder=folder))


@gridmap.command("import")
def import_(
    township: Annotated[str, typer.Argument(metavar="TOWNSHIP", help="The store; made if it is new.")],
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or a folder.")],
    kind: Annotated[
        str, typer.Option("--as", metavar="KIND", help="What the files hold: grids, households, …")
    ] = "",
    layer: Annotated[str, typer.Option(help="The layer of a GeoPackage.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    datum: Annotated[str, typer.Option(help="auto, wgs84, cgcs2000, gcj02, bd09 or EPSG:n.")] = "auto",
    encoding: Annotated[str, typer.Option(help="The text's encoding.")] = "auto",
    column: Annotated[
        list[str] | None, typer.Option(metavar="field=NAME", help="Which column holds a field.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take files into a township.

    Example: gridmap import town.gpkg ledger.xlsx --as households.
    """
    from gridmap.exchange import ReadOptions
    from gridmap.exchange.report import report, summary

    options = ReadOptions(
        kind=kind, layer=layer, sheet=sheet, datum=datum, encoding=encoding, columns=_columns(column or [])
    )
    with _busy(_("正在读入…"), quiet=as_json):
        intake, _taken = app.import_files(township, paths, options, dry_run=dry_run)
    if as_json:
        _print_json(report(intake, township))
    else:
        for line in summary(intake):
            typer.echo(line)
    raise typer.Exit(1 if any(batch.rejected for batch in intake.batches) else 0)


def _columns(pairs: list[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise UsageError(_("--column {pair}：应写成 字段=列名").format(pair=pair))
        columns[field] = name
    return columns


@gridmap.command()
def check(
    township: Township = None,
    population: PopulationOption = "resident",
    rule: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these rules.")] = None,
    as_json: Json = False,
) -> None:
    """Run the rules.

    Example: gridmap check town.gpkg --population registered --rule worker_cap.
    """
    from gridmap.rules.report import has_errors, lines, report

    session = app.open_township(township, read_only=True)
    try:
        found = report(session.snapshot, population, rule or (), session.census)
    finally:
        session.close()
    if as_json:
        _print_json(found)
    else:
        for line in lines(found):
            typer.echo(line)
    raise typer.Exit(1 if has_errors(found) else 0)


@gridmap.command()
def area(
    township: Township = None,
    *,
    polygon: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The area as a file with shapes.")
    ] = None,
    circle: Annotated[str, typer.Option(metavar="LON,LAT,METRES", help="The area as a circle, WGS 84.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the call sheet: .xlsx or .csv.")
    ] = None,
    population: PopulationOption = "at_home",
    as_json: Json = False,
) -> None:
    """List who is inside an area, most vulnerable first.

    Example: gridmap area --circle 105.96,30.12,500 --out calls.xlsx.
    """
    from gridmap.response.report import area_lines, area_report

    if bool(polygon) == bool(circle):
        raise UsageError(_("范围：用 --polygon 或 --circle 给一个"))
    found, snapshot = app.who_is_inside(township, polygon or _numbers("--circle", circle, 3), population, out)
    told = area_report(found, snapshot["grids"])
    if as_json:
        _print_json(told)
        return
    for line in area_lines(told):
        typer.echo(line)
    if out:
        typer.echo(_("已写入 {path}").format(path=out))


@gridmap.command()
def nearest(
    township: Township = None,
    *,
    incident: Annotated[str, typer.Option(metavar="ID", help="The number of an incident.")] = "",
    at: Annotated[str, typer.Option(metavar="LON,LAT", help="A place, WGS 84.")] = "",
    by: Annotated[Literal["foot", "motorbike", "car"], typer.Option(help="How they travel.")] = "motorbike",
    cut: Annotated[
        list[str] | None, typer.Option(metavar="ROAD_NO", help="A road on which nobody gets through.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Name the three helpers who are there first, by road. Names are masked.

    Example: gridmap nearest --at 105.96,30.12 --by foot.
    """
    from gridmap.response.report import nearest_lines, nearest_report

    if bool(incident) == bool(at):
        raise UsageError(_("地点：用 --incident 或 --at 给一个"))
    place = _numbers("--at", at, 2) if at else ()
    found, snapshot = app.nearest_helpers(township, incident, place, by, cut or ())
    told = nearest_report(found, snapshot.settings)
    if as_json:
        _print_json(told)
    else:
        for line in nearest_lines(told):
            typer.echo(line)


@gridmap.command()
def patrols(
    township: Township = None,
    week: Annotated[str, typer.Option(metavar="YEAR-WEEK", help="An ISO week; left out: this one.")] = "",
    as_json: Json = False,
) -> None:
    """Compare the patrols of a week with what every group owes.

    Example: gridmap patrols --week 2026-W47.
    """
    from gridmap.response.patrols import TABLES, IsoWeek, compare
    from gridmap.response.report import patrols_lines, patrols_report

    now = datetime.now()
    wanted = IsoWeek.parse(week) if week else IsoWeek.of(now.date())
    snapshot = app.read_township(township, TABLES)
    told = patrols_report(compare(snapshot, wanted, now), snapshot)
    if as_json:
        _print_json(told)
    else:
        for line in patrols_lines(told):
            typer.echo(line)


def _numbers(option: str, text: str, count: int) -> tuple[float, ...]:
    """Longitude, latitude and what may follow, as written after an option."""
    try:
        numbers = tuple(float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        numbers = ()
    on_earth = len(numbers) == count and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90
    if not (on_earth and all(map(isfinite, numbers))):
        form = ",".join((_("经度"), _("纬度"), _("米"))[:count])
        raise UsageError(_("{option} {text}：应写成 {form}").format(option=option, text=text, form=form))
    return numbers


@gridmap.command()
def propose(
    township: Township = None,
    village: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only this village, by code or name.")
    ] = None,
    population: PopulationOption = "resident",
    cap: Annotated[int | None, typer.Option(min=1, help="People a grid; left out: the worker cap.")] = None,
    grids: Annotated[
        int | None, typer.Option(min=1, help="Grids a village; left out: as few as possible.")
    ] = None,
    objective: Annotated[
        Literal["change", "compact", "balance"],
        typer.Option(help="Fewest people moved, shortest borders, or equal shares."),
    ] = "change",
    units: Annotated[Literal["group"], typer.Option(help="What grids are made of: whole groups.")] = "group",
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Time for each village.")] = 10.0,
    apply: Annotated[bool, typer.Option("--apply", help="Draw the plan: one change, can be undone.")] = False,
    as_json: Json = False,
) -> None:
    """Propose grids of whole groups that keep the cap, with the proof.

    Example: gridmap propose town.gpkg --population registered --apply.
    """
    from gridmap.redraw.propose.propose import Wish
    from gridmap.redraw.propose.report import drawable, lines

    wish = Wish(tuple(village or ()), population, cap, grids, objective, seconds)
    with _busy(_("正在计算方案…"), quiet=as_json):
        found = app.propose(township, wish, apply=apply)
    if as_json:
        _print_json(found)
    else:
        for line in lines(found):
            typer.echo(line)
    raise typer.Exit(0 if drawable(found) and not found["leaders_over"] else 1)


@gridmap.command()
def export(
    township: Township = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to; the suffix names the format.")],
    what: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these tables.")] = None,
) -> None:
    """Write a township out.

    Example: gridmap export --out town.html.
    """
    from gridmap.exchange.export import export as write
    from gridmap.scene.layers import load_layers
    from gridmap.township.folders import layers_folder

    session = app.open_township(township, read_only=True)
    try:
        session.spare(out)
        session.load_rest()
        with _busy(_("正在导出…")):
            write(
                session.snapshot,
                session.census,
                out,
                what or (),
                author=session.author,
                now=datetime.now(),
                layers=load_layers(layers_folder()),
            )
    finally:
        session.close()
    typer.echo(_("已写入 {path}").format(path=out))


@gridmap.command()
def snapshot(
    township: Township = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE.png", help="Where to.")],
    screen: Annotated[Literal["desk", "wall"], typer.Option(help="Which window.")] = "desk",
    scene: Annotated[str, typer.Option(help="The wall's scene: monitor or analyse.")] = "monitor",
    size: Annotated[str, typer.Option(metavar="WIDTHxHEIGHT", help="Pixels.")] = "1920x1080",
    seat: Annotated[float, typer.Option(min=0.5, max=50, help="Metres to the farthest seat (wall).")] = 5.0,
    population: PopulationOption = "resident",
    at: Annotated[
        datetime | None, typer.Option(metavar="MOMENT", help="Count the wall as of this moment, not now.")
    ] = None,
) -> None:
    """Paint a real window to a file.

    Example: gridmap snapshot --screen wall --size 3840x2160 --out wall.png
    """
    from gridmap.screens.snapshot import Snap, paint_snapshot, parse_size

    width, height = parse_size(size)
    snap = Snap(screen, scene, width, height, seat, population, at)
    session = app.open_township(township, read_only=True)
    try:
        paint_snapshot(session, out, snap)
    finally:
        session.close()


@gridmap.command()
def verify(township: Township = None, as_json: Json = False) -> None:
    """Check that the file, its records and its audit chain hold together.

    Example: gridmap verify town.gpkg.
    """
    from gridmap.store import open_store

    address = app.find_township(township)
    store = open_store(address, read_only=True)
    try:
        problems = store.verify()
    finally:
        store.close()
    if as_json:
        _print_json({"store": address, "sound": not problems, "problems": problems})
    else:
        for line in problems or [_("完好")]:
            typer.echo(line)
    raise typer.Exit(1 if problems else 0)


@gridmap.command()
def backup(
    township: Township = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write it to.")],
) -> None:
    """Write a verified copy.

    Example: gridmap backup town.gpkg --out backups.
    """
    from gridmap.store import open_store

    store = open_store(app.find_township(township), read_only=True)
    try:
        typer.echo(store.backup(out))
    finally:
        store.close()


@gridmap.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    township: Annotated[
        Path, typer.Argument(metavar="TOWNSHIP", help="The store to make from it; must not exist.")
    ],
) -> None:
    """Make a store from a backup.

    Example: gridmap restore backups/town-2026-11-23.gpkg town.gpkg.
    """
    from gridmap.store.backup import restore as make

    make(file, township)
    typer.echo(_("已恢复到 {path}").format(path=township))


@gridmap.command()
def bench(
    households: Annotated[
        int | None, typer.Option(min=1, help="A synthetic district of about as many; left out: the sample.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Time this machine.

    Example: gridmap bench --households 250000 --json.
    """
    from gridmap.bench import lines, measure

    with _busy(_("正在测速…"), quiet=as_json):
        report = measure(households)
    if as_json:
        _print_json(report)
    else:
        for line in lines(report):
            typer.echo(line)
