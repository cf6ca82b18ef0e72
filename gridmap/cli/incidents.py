"""The commands of incidents: a new one, a step of one, which are open, and who settles what."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from gridmap import app
from gridmap.cli.answers import numbers
from gridmap.cli.words import Json, Township, gridmap, print_json
from gridmap.errors import InputError, UsageError
from gridmap.i18n import _

if TYPE_CHECKING:
    from gridmap.response.where import Where
    from gridmap.township.snapshot import Snapshot

incident = typer.Typer(name="incident", help="Incidents: report, step, list, level, read.")
gridmap.add_typer(incident)


@incident.command()
def report(
    township: Township = None,
    *,
    title: Annotated[str, typer.Option(help="What it is; an ordinary word names its category too.")] = "",
    category: Annotated[str, typer.Option(help="What it is filed under.")] = "",
    at: Annotated[str, typer.Option(metavar="LON,LAT", help="Where, WGS 84.")] = "",
    household: Annotated[str, typer.Option(metavar="NO", help="Where: a household by its number.")] = "",
    grid: Annotated[str, typer.Option(metavar="CODE", help="Where: a grid by code or name.")] = "",
    person: Annotated[str, typer.Option(help="Who is concerned; kept in the masked content.")] = "",
    urgency: Annotated[Literal["P1", "P2", "P3", ""], typer.Option(help="How urgent.")] = "",
    content: Annotated[str, typer.Option(help="What is told.")] = "",
    as_json: Json = False,
) -> None:
    """Report an incident: what, where, who, how urgent, and the words.

    Example: gridmap incident report --title 水管漏水 --household 0704132 --urgency P3.
    """
    from gridmap.response.cases import TABLES, Report, report_change
    from gridmap.response.titles import kind_named

    if sum(map(bool, (at, household, grid))) > 1:
        raise UsageError(_("地点：--at、--household、--grid 只给一个"))
    degrees = numbers("--at", at, 2) if at else ()
    kind, now = kind_named(title), datetime.now()
    change = app.change_township(
        township,
        TABLES,
        lambda snapshot: report_change(
            snapshot,
            Report(
                title,
                category or (kind.category if kind else ""),
                urgency or (kind.urgency if kind else "P3"),
                content,
                person,
                _where(snapshot, degrees, household, grid),
                restricted=bool(kind and kind.restricted),
            ),
            now,
        ),
    )
    number = str(change.details["incident"])
    if as_json:
        print_json({"incident_no": number})
    else:
        typer.echo(_("已上报 {number}").format(number=number))


def _where(snapshot: "Snapshot", degrees: tuple[float, ...], household: str, grid: str) -> "Where":
    from gridmap.exchange.area_file import ground_place
    from gridmap.response import where

    if degrees:
        return where.at_point(snapshot, *ground_place(degrees[0], degrees[1], snapshot.settings.crs))
    if household:
        return where.at_household(snapshot, where.household_row(snapshot, household))
    return where.in_area(snapshot, grid=where.grid_row(snapshot, grid)) if grid else where.Where()


@incident.command()
def step(
    words: Annotated[list[str], typer.Argument(metavar="[TOWNSHIP] ID VERB", show_default=False)],
    *,
    reason: Annotated[str, typer.Option(help="Why, or the result that is reported back.")] = "",
    handler: Annotated[str, typer.Option(metavar="NAME", help="Who is sent.")] = "",
    evidence: Annotated[str, typer.Option(help="What shows that it is settled.")] = "",
    called_back: Annotated[
        bool, typer.Option("--called-back", help="The person concerned was asked.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take one step with an incident; a wrong verb is answered with those that can be taken.

    Example: gridmap incident step SJ202611230001 dispatch --handler 张安华.
    """
    from gridmap.response.cases import TABLES, incident_row, step_change
    from gridmap.response.incidents import STAGES, Step

    township, name, verb = _named(words, "ID VERB")
    taken = Step(verb, datetime.now(), app.author(), reason, handler, evidence, called_back)
    change = app.change_township(
        township, TABLES, lambda snapshot: step_change(snapshot, incident_row(snapshot, name), [taken])
    )
    stage = str(change.details["stage"])
    if as_json:
        print_json({"incident_no": change.details["incident"], "stage": stage})
    else:
        status = next(title for known, title in STAGES.items() if known == stage)
        typer.echo(_("{label} → {status}").format(label=change.label, status=status))


@incident.command("list")
def list_(
    township: Township = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only what is not settled.")] = False,
    at: Annotated[
        datetime | None, typer.Option(metavar="MOMENT", help="Clocks as of this moment; left out: now.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List incidents with their clocks, the late ones first; say how many were closed and reopened.

    Example: gridmap incident list town.gpkg --open.
    """
    from gridmap.response.cases import TABLES
    from gridmap.response.incident_report import incident_lines, incident_report

    with app.read_township(township, TABLES) as snapshot:
        told = incident_report(snapshot, at or datetime.now(), only_open=only_open)
    if as_json:
        print_json(told)
    else:
        for line in incident_lines(told):
            typer.echo(line)


@incident.command()
def level(
    words: Annotated[list[str], typer.Argument(metavar="[TOWNSHIP] CATEGORY LEVEL", show_default=False)],
) -> None:
    """Say which level settles a category: micro in the grid, small in the village, big in the town; none.

    Example: gridmap incident level 道路交通 big.
    """
    from gridmap.response.cases import levels_change

    township, category, name = _named(words, "CATEGORY LEVEL")
    change = app.change_township(
        township,
        ("township",),
        lambda snapshot: levels_change(snapshot, {category: "" if name == "none" else name}),
    )
    typer.echo(change.label)


@incident.command()
def read(
    township: Township = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="The message; left out: the input.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read a chat message or spreadsheet rows and say what they tell; write nothing. Names are masked.

    Example: gridmap incident read --text message.txt --json.
    """
    from gridmap.exchange.pasted import draft_lines, draft_report, drafts
    from gridmap.response.cases import TABLES

    with app.read_township(township, TABLES) as snapshot:
        told = draft_report(drafts(_text(text), snapshot, datetime.now()), snapshot)
    if as_json:
        print_json(told)
    else:
        for line in draft_lines(told):
            typer.echo(line)


def _text(file: Path | None) -> str:
    if file is None:
        return sys.stdin.read()
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(file, _("读不了（{why}）").format(why=error), remedy=_("请给 UTF-8 文本")) from error


def _named(words: list[str], form: str) -> tuple[str | None, str, str]:
    """The township, which may be left out, and the two words after it."""
    if len(words) not in (2, 3):
        raise UsageError(_("应写成 [TOWNSHIP] {form}").format(form=form))
    return words[0] if len(words) == 3 else None, words[-2], words[-1]
