"""The commands that look after people: visits, and the day's rounds."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gridmap import coordinate
from gridmap.cli.words import Json, Township, gridmap, print_json
from gridmap.i18n import _


@gridmap.command()
def visits(
    township: Township = None,
    at: Annotated[
        datetime | None, typer.Option(metavar="MOMENT", help="As of this moment; left out: now.")
    ] = None,
    grid: Annotated[str, typer.Option(metavar="CODE", help="Only this grid's round, by code or name.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rounds: .pdf (with its .gpx), .gpx, .xlsx or .csv."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say who is owed a visit, who is silent, and how to walk today's round.

    Example: gridmap visits town.gpkg --grid 07 --out round.pdf.
    """
    from gridmap.response.report import visits_lines, visits_report

    with coordinate.owed_visits(township, at or datetime.now(), grid, out) as (found, made, snapshot):
        told = visits_report(found, made, snapshot, whole=not grid)
    if as_json:
        print_json(told)
        return
    for line in visits_lines(told):
        typer.echo(line)
    if out:
        beside = [out.with_suffix(".gpx")] if out.suffix.lower() == ".pdf" else []
        typer.echo(_("已写入 {path}").format(path="、".join(map(str, (out, *beside)))))
