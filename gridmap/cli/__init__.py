"""The commands: the same words for people, scripts and checks.

``--json`` prints one JSON object and nothing else on standard output. Exit codes: 0 done; 1 done,
with error findings or rejected rows; 2 wrong use or an unreadable file, and nothing was changed.
"""

from typing import Annotated

import typer

from gridmap import __version__
from gridmap.cli import answers, care, compare, drill, files, incidents, plans, upkeep, windows
from gridmap.cli.words import gridmap
from gridmap.errors import GridmapError
from gridmap.i18n import _

__all__ = ["run"]

COMMANDS = (windows, files, answers, care, compare, drill, incidents, plans, upkeep)
"""The files whose commands are on the line, by being imported."""

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
        windows.desk(None)
