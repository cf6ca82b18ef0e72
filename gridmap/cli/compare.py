"""The command that holds two plans side by side."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from gridmap import app
from gridmap.cli.words import Json, PopulationOption, Township, busy, gridmap, print_json
from gridmap.i18n import _


@gridmap.command()
def compare(
    township: Township = None,
    *,
    before: Annotated[
        str, typer.Option("--from", metavar="A", help="draft, published, a revision, a date or a file.")
    ],
    after: Annotated[str, typer.Option("--to", metavar="B", help="The other plan, named in the same way.")],
    population: PopulationOption = "resident",
    samples: Annotated[
        int, typer.Option(min=0, max=5000, help="Legal plans drawn for the neutral band; 0: none.")
    ] = 200,
    units: Annotated[
        Literal["group", "household"], typer.Option(help="What the drawn plans are made of.")
    ] = "group",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the change notices: .pdf or .xlsx.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Hold two plans side by side: who changes grid, what it costs, what the rules say.

    Example: gridmap compare town.gpkg --from published --to draft --out notices.pdf.
    """
    from gridmap.redraw.compare.report import report
    from gridmap.redraw.compare.words import lines

    with busy(_("正在比较…"), quiet=as_json):
        found, bands = app.compare(
            township, (before, after), population, date.today(), samples=samples, units=units, out=out
        )
    told = report(found, bands)
    if as_json:
        print_json(told)
        return
    for line in lines(told):
        typer.echo(line)
    if out:
        typer.echo(_("已写入 {path}").format(path=out))
