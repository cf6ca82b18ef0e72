"""The commands that keep a township's file, and the program, in good order."""

from pathlib import Path
from typing import Annotated

import typer

from gridmap import app
from gridmap.cli.words import Json, Township, gridmap, print_json
from gridmap.i18n import _


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
        print_json({"store": address, "sound": not problems, "problems": problems})
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
        int | None,
        typer.Option(
            min=1, help="A synthetic town, district or city of about as many; left out: the sample."
        ),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A store that is there already; only a copy is used.")
    ] = None,
    files: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The township's files, to measure importing them.")
    ] = None,
    row: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this row and what is measured with it; repeatable."),
    ] = None,
    as_json: Json = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print a table for a page.")] = False,
) -> None:
    """Time this machine, beside the programs that do the same work.

    Example: gridmap bench --households 250000 --json.
    """
    from gridmap.bench.report import Wish, lines, markdown, measure

    wish = Wish(households, store, files, tuple(row or ()))
    report = measure(wish, lambda words: typer.echo(words, err=True))
    if as_json:
        print_json(report)
    else:
        for line in markdown(report) if as_markdown else lines(report):
            typer.echo(line)
