"""The commands that open or paint a window."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from gridmap import app, opening
from gridmap.cli.words import AsOf, ScenarioOption, Township, gridmap

Drill = Annotated[bool, typer.Option("--drill", help="Its newest drill instead (gridmap drill).")]


@gridmap.command()
def desk(township: Township = None, drill: Drill = False) -> None:
    """Open the planner's desk.

    Example: gridmap desk town.gpkg.
    """
    raise typer.Exit(opening.open_desk(_address(township, drill)))


@gridmap.command()
def wall(
    township: Township = None,
    screen: Annotated[int, typer.Option(help="Which screen, from 1; 0: the one the pointer is on.")] = 0,
    seat: Annotated[
        float | None, typer.Option(min=0.5, max=50, help="Metres to the farthest seat; else as measured (C).")
    ] = None,
    width_mm: Annotated[
        float | None, typer.Option(min=0, help="Width of the picture, mm; 0: unknown; else as measured.")
    ] = None,
    drill: Drill = False,
) -> None:
    """Open the wall, full screen.

    Example: gridmap wall town.gpkg --seat 6 --width-mm 1650.
    """
    address = _address(township, drill)
    raise typer.Exit(opening.open_wall(address, screen=screen, seat_m=seat, width_mm=width_mm))


@gridmap.command()
def snapshot(
    township: Township = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE.png", help="Where to.")],
    screen: Annotated[Literal["desk", "wall"], typer.Option(help="Which window.")] = "desk",
    scene: Annotated[
        str, typer.Option(help="The wall's: monitor, analyse, trend, coordinate, emergency.")
    ] = "monitor",
    size: Annotated[str, typer.Option(metavar="WIDTHxHEIGHT", help="Pixels.")] = "1920x1080",
    seat: Annotated[float, typer.Option(min=0.5, max=50, help="Metres to the farthest seat (wall).")] = 5.0,
    population: ScenarioOption = "resident",
    at: Annotated[
        datetime | None, typer.Option(metavar="MOMENT", help="Count the wall as of this moment, not now.")
    ] = None,
    as_of: AsOf = "",
) -> None:
    """Paint a real window to a file.

    Example: gridmap snapshot --screen wall --size 3840x2160 --out wall.png
    """
    from gridmap.screens.snapshot import Snap, paint_snapshot, parse_size

    width, height = parse_size(size)
    snap = Snap(screen, scene, width, height, seat, population, at)
    session = app.open_township(township, read_only=True, as_of=as_of)
    try:
        paint_snapshot(session, out, snap)
    finally:
        session.close()


def _address(township: str | None, drill: bool) -> str:
    return app.newest_drill(township) if drill else app.find_township(township)
