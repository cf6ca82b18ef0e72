"""What the commands share: their common arguments and how they answer."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import typer

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

ScenarioName = Literal["resident", "registered", "at_home", "forecast"]
ScenarioOption = Annotated[
    ScenarioName,
    typer.Option("--population", help="Which number of people; a forecast where there is one."),
]
ScenariosOption = Annotated[
    list[str] | None,
    typer.Option(
        "--population",
        metavar="[resident|registered|at_home|forecast]…",
        help="Which numbers of people must keep the caps: one, or several by commas or by naming the option "
        "again.  [default: resident]",
    ),
]
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE|SEQ", help="With the plan of a day, a moment or a revision."),
]


def print_json(report: Mapping[str, Any]) -> None:
    """Print one JSON object and nothing else."""
    typer.echo(json.dumps(report, ensure_ascii=False, allow_nan=False))


@contextmanager
def busy(words: str, quiet: bool = False) -> Iterator[None]:
    """A moving bar on a terminal while something takes its time; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


@contextmanager
def progress(words: str, quiet: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal; what it gives hears how many are done, of how many, and the last one's name."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _all, _name: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)

        def hear(done: int, every: int, name: str) -> None:
            bar.update(task, completed=done, total=every, description=f"{words} {name}")

        yield hear
