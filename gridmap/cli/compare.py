"""The command that holds two plans side by side."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gridmap import app
from gridmap.cli.words import Json, ScenarioOption, Township, busy, gridmap, print_json
from gridmap.errors import UsageError
from gridmap.i18n import _

if TYPE_CHECKING:
    from gridmap.redraw.compare.bands import Bands
    from gridmap.redraw.compare.comparison import Comparison

NOTICES = (".pdf", ".xlsx")


@gridmap.command()
def compare(
    township: Township = None,
    *,
    before: Annotated[
        str, typer.Option("--from", metavar="A", help="draft, published, a revision, a date or a file.")
    ],
    after: Annotated[str, typer.Option("--to", metavar="B", help="The other plan, named in the same way.")],
    population: ScenarioOption = "resident",
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
    from gridmap.plans import plan_named
    from gridmap.redraw.compare.comparison import compare as compare_plans
    from gridmap.redraw.compare.report import report
    from gridmap.redraw.compare.words import lines

    if out is not None and out.suffix.lower() not in NOTICES:
        raise UsageError(_("{path}：变更通知只有 {known}").format(path=out, known=" ".join(NOTICES)))
    session = app.open_township(township, read_only=True)
    try:
        if out is not None:
            session.spare(out)
        session.load_rest()
        with busy(_("正在比较…"), quiet=as_json):
            found = compare_plans(
                plan_named(session, before), plan_named(session, after), population, date.today()
            )
            bands = _bands(found, samples, units)
            if out is not None:
                _write(out, found, bands, session.author)
    finally:
        session.close()
    told = report(found, bands)
    if as_json:
        print_json(told)
        return
    for line in lines(told):
        typer.echo(line)
    if out:
        typer.echo(_("已写入 {path}").format(path=out))


def _bands(found: "Comparison", samples: int, units: str) -> "Bands | None":
    from gridmap.redraw.compare.bands import Sampler, bands_of

    if not samples or found.same:
        return None
    with Sampler() as sampler:
        return bands_of(found, sampler, samples=samples, units=units)


def _write(path: Path, found: "Comparison", bands: "Bands | None", author: str) -> None:
    from gridmap.exchange.exports.stamp import Stamp

    drill = found.after.snapshot.settings.drill
    stamp = Stamp(author, datetime.now(), _("网格调整通知"), drill=drill)
    if path.suffix.lower() == ".pdf":
        from gridmap.screens.application import application
        from gridmap.screens.paper.notices import print_notices

        application()
        print_notices(path, found, bands, stamp)
    else:
        from gridmap.exchange.exports.notices import write_notices

        write_notices(path, found, bands, stamp)
