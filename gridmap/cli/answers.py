"""The commands that answer a question about a township."""

from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

import typer

from gridmap import app, coordinate
from gridmap.cli.words import (
    AsOf,
    Json,
    PopulationOption,
    ScenariosOption,
    Township,
    gridmap,
    print_json,
    progress,
)
from gridmap.errors import UsageError
from gridmap.i18n import _


@gridmap.command()
def check(
    township: Township = None,
    population: ScenariosOption = None,
    rule: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only these rules.")] = None,
    as_of: AsOf = "",
    as_json: Json = False,
) -> None:
    """Run the rules.

    Example: gridmap check town.gpkg --population resident,registered --rule worker_cap.
    """
    from gridmap.rules.report import has_errors, lines, report

    session = app.open_township(township, read_only=True, as_of=as_of)
    try:
        scenarios = [name.strip() for said in population or ["resident"] for name in said.split(",")]
        found = report(session.snapshot, scenarios, rule or (), session.census)
    finally:
        session.close()
    if as_json:
        print_json(found)
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
        Path | None, typer.Option(metavar="FILE", help="Write the call sheet: .pdf, .xlsx or .csv.")
    ] = None,
    population: PopulationOption = "at_home",
    as_json: Json = False,
) -> None:
    """List who is inside an area, most vulnerable first.

    Example: gridmap area --circle 105.96,30.12,500 --out calls.pdf.
    """
    from gridmap.response.report import area_lines, area_report

    if bool(polygon) == bool(circle):
        raise UsageError(_("范围：用 --polygon 或 --circle 给一个"))
    place = polygon or numbers("--circle", circle, 3)
    with coordinate.who_is_inside(township, place, population, out) as (found, snapshot):
        told = area_report(found, snapshot["grids"])
    if as_json:
        print_json(told)
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
    place = numbers("--at", at, 2) if at else ()
    with coordinate.nearest_helpers(township, incident, place, by, cut or ()) as (found, snapshot):
        told = nearest_report(found, snapshot.settings)
    if as_json:
        print_json(told)
    else:
        for line in nearest_lines(told):
            typer.echo(line)


@gridmap.command()
def patrols(
    township: Township = None,
    week: Annotated[str, typer.Option(metavar="YEAR-WEEK", help="An ISO week; left out: this one.")] = "",
    as_json: Json = False,
) -> None:
    """Compare the patrols of a week with what every group owes; distance, stops, gaps, questions.

    Example: gridmap patrols --week 2026-W47.
    """
    from gridmap.response.patrol_details import details, details_lines, details_report
    from gridmap.response.patrols import TABLES, IsoWeek
    from gridmap.response.report import patrols_lines, patrols_report

    now = datetime.now()
    wanted = IsoWeek.parse(week) if week else IsoWeek.of(now.date())
    with app.read_township(township, TABLES) as snapshot:
        found = details(snapshot, wanted, now)
        told = {**patrols_report(found.week, snapshot), **details_report(found)}
    if as_json:
        print_json(told)
    else:
        for line in (*patrols_lines(told), *details_lines(told)):
            typer.echo(line)


def numbers(option: str, text: str, count: int) -> tuple[float, ...]:
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
    population: ScenariosOption = None,
    cap: Annotated[int | None, typer.Option(min=1, help="People a grid; left out: the worker cap.")] = None,
    grids: Annotated[
        int | None, typer.Option(min=1, help="Grids a village; left out: as few as possible.")
    ] = None,
    objective: Annotated[
        Literal["change", "compact", "balance"],
        typer.Option(help="Fewest people moved, shortest borders, or equal shares."),
    ] = "change",
    units: Annotated[
        Literal["group", "household"],
        typer.Option(help="What grids are made of: whole groups; household: groups may be split."),
    ] = "group",
    ladder: Annotated[
        bool, typer.Option("--ladder", help="Say what splitting one, two, three groups would save.")
    ] = False,
    splits: Annotated[
        int | None, typer.Option(min=0, max=3, help="How many groups the plan may split.")
    ] = None,
    leeway: Annotated[
        float,
        typer.Option(
            min=0,
            max=100,
            metavar="PERCENT",
            help="People more than must who may move for shorter borders: says each step, takes the last.",
        ),
    ] = 0.0,
    worth: Annotated[
        float,
        typer.Option(
            min=0,
            max=100,
            metavar="METRES",
            help="Border that one moved person is worth: takes the step with the least of both together.",
        ),
    ] = 0.0,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="Time for each village.")] = 10.0,
    apply: Annotated[bool, typer.Option("--apply", help="Draw the plan: one change, can be undone.")] = False,
    as_json: Json = False,
) -> None:
    """Propose grids that keep the caps of grids and leaders, with the proof, or the reason why not.

    Several populations must all hold; people moved are counted in the first of them.

    Example: gridmap propose town.gpkg --population registered,resident --ladder.
    """
    from gridmap.redraw.propose.report import drawable, lines
    from gridmap.redraw.propose.wish import BROAD, STEPS, Wish

    populations = tuple(name.strip() for said in population or ["resident"] for name in said.split(","))
    most = splits if splits is not None else STEPS[-1] if units == "household" else 0
    steps = STEPS if ladder or units == "household" else STEPS[:most]
    if (leeway or worth) and objective != "change":
        raise UsageError(_("--leeway、--worth 只用于 --objective change（少动人）"))
    wish = Wish(
        tuple(village or ()), populations, cap, grids, objective, seconds, steps=steps, splits=most,
        leeway=leeway / 100 or (BROAD if worth else 0.0), worth=worth,
    )  # fmt: skip
    with progress(_("正在计算方案"), quiet=as_json) as hear:
        found = app.propose(township, wish, apply=apply, hear=hear)
    if as_json:
        print_json(found)
    else:
        for line in lines(found):
            typer.echo(line)
    raise typer.Exit(0 if drawable(found) and not found["leaders_over"] else 1)
