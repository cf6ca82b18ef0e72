"""The command that begins a drill."""

from pathlib import Path
from typing import Annotated

import typer

from gridmap import app
from gridmap.cli.words import Township, busy, gridmap
from gridmap.i18n import _


@gridmap.command()
def drill(
    township: Township = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; left out: beside the township.")
    ] = None,
) -> None:
    """Copy a township to practise on: whatever is opened, printed or exported of it says 演练.

    Example: gridmap drill town.gpkg, then gridmap desk --drill and gridmap wall --drill.
    """
    with busy(_("正在准备演练…")):
        path = app.begin_drill(township, out)
    typer.echo(path)
