"""The commands that move files in and out of a township."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gridmap import app
from gridmap.cli.plan_files import deal_blocks, plan_side, write_plan
from gridmap.cli.words import AsOf, Json, Township, busy, gridmap, print_json
from gridmap.errors import InputError, UsageError
from gridmap.i18n import _
from gridmap.session import Session


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

    with busy(_("正在生成示意镇…")):
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
        str, typer.Option("--as", metavar="KIND", help="What the files hold: grids, households, …, blocks.")
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

    if kind == "blocks":
        _deal(township, paths, dry_run=dry_run, as_json=as_json)
        return
    options = ReadOptions(
        kind=kind, layer=layer, sheet=sheet, datum=datum, encoding=encoding, columns=_columns(column or [])
    )
    with busy(_("正在读入…"), quiet=as_json):
        intake, _taken = app.import_files(township, paths, options, dry_run=dry_run)
    if as_json:
        print_json(report(intake, township))
    else:
        for line in summary(intake):
            typer.echo(line)
    raise typer.Exit(1 if any(batch.rejected for batch in intake.batches) else 0)


def _deal(township: str, paths: list[Path], *, dry_run: bool, as_json: bool) -> None:
    """Draw the grids that a block-assignment file asks for: one edit, or nothing."""
    with busy(_("正在按分配表划界…"), quiet=as_json):
        told = deal_blocks(township, paths, dry_run=dry_run)
    if as_json:
        print_json(told)
    else:
        words = _("{moved:,} 户换网格，{grids} 个网格改界") + ("" if dry_run else _("；可撤销"))
        typer.echo(words.format(**told))


def _columns(pairs: list[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise UsageError(_("--column {pair}：应写成 字段=列名").format(pair=pair))
        columns[field] = name
    return columns


@gridmap.command()
def export(
    township: Township = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to; the suffix names the format.")],
    what: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only these tables; or hand_over, sheets (.pdf), blocks, group_blocks (.csv) of a plan.",
        ),
    ] = None,
    as_of: AsOf = "",
    plan: Annotated[
        str, typer.Option(metavar="A", help="Grids of draft, published, a revision, a date or a file.")
    ] = "",
    at: Annotated[
        datetime | None, typer.Option(metavar="MOMENT", help="The hand_over as of this moment, not now.")
    ] = None,
) -> None:
    """Write a township out.

    Example: gridmap export --plan published --what sheets --out sheets.pdf.
    """
    from gridmap.exchange.export import export as write
    from gridmap.scene.layers import load_layers
    from gridmap.township.folders import layers_folder

    session = app.open_township(township, read_only=True, as_of=as_of)
    try:
        session.spare(out)
        session.load_rest()
        if "hand_over" in (what or ()):
            write_hand_over(session, out, what or (), at)
            return
        side = plan_side(session, plan)
        with busy(_("正在导出…")):
            if write_plan(side, out, what or (), session.author):
                typer.echo(_("已写入 {path}").format(path=out))
                return
            write(
                side.snapshot,
                side.census,
                out,
                what or (),
                author=session.author,
                now=datetime.now(),
                layers=load_layers(layers_folder()),
            )
    finally:
        session.close()
    typer.echo(_("已写入 {path}").format(path=out))


def write_hand_over(session: Session, path: Path, what: Sequence[str], at: datetime | None) -> None:
    """Write the page that a shift hands to the next. Raises GridmapError with one line."""
    from gridmap.screens.paper.save import save_hand_over

    if len(what) > 1:
        raise UsageError(_("--what {name} 只能单独用").format(name="hand_over"))
    findings = session.public.findings("resident")
    save_hand_over(path, session.snapshot, findings, at or datetime.now(), session.author)
    typer.echo(_("已写入 {path}").format(path=path))
