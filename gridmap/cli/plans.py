"""The commands that publish a plan and read the record of those published."""

from typing import Annotated, Any

import typer

from gridmap import app
from gridmap.cli.words import Json, Township, gridmap, print_json
from gridmap.errors import PublishError, UsageError
from gridmap.i18n import _


@gridmap.command()
def publish(
    township: Township = None,
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; warnings want one.")] = "",
    name: Annotated[str, typer.Option(metavar="TEXT", help="What the revision is called.")] = "",
    take_back: Annotated[
        int | None,
        typer.Option("--take-back", metavar="SEQ", min=1, help="Publish this older revision again."),
    ] = None,
    population: Annotated[
        list[str] | None,
        typer.Option("--population", metavar="NAME", help="Judged on this; may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what stands against it.")] = False,
    as_json: Json = False,
) -> None:
    """Publish the draft: errors block, warnings want a reason. The wall changes now.

    Example: gridmap publish town.gpkg --reason "第七网格户籍超限，按组调整".
    """
    from gridmap.redraw.record import preflight_lines, preflight_report

    if take_back is not None and (name or dry_run):
        raise UsageError(_("--take-back 只要一个 --reason"))
    basis = tuple(population or ("resident",))
    found: dict[str, Any]
    session = app.open_township(township, read_only=dry_run)
    try:
        if take_back is not None:
            found = {"revision": session.take_back(take_back, reason)}
        else:
            found = preflight_report(session.preflight(basis), reason)
        if take_back is None and not dry_run and found["refused_because"] is None:
            found["revision"] = session.publish(reason, name, basis)
    finally:
        session.close()
    if as_json:
        print_json(found)
    elif take_back is not None:
        typer.echo(_("第 {seq} 版：已撤回到第 {old} 版").format(seq=found["revision"], old=take_back))
    else:
        for line in preflight_lines(found):
            typer.echo(line)
    if found.get("refused_because") and not dry_run:
        raise PublishError(_("没有发布：{why}").format(why=found["refused_because"]))
    raise typer.Exit(1 if found.get("refused_because") else 0)


@gridmap.command()
def revisions(
    township: Township = None,
    code: Annotated[
        str, typer.Option(metavar="CODE", help="What became of this grid code, and where it came from.")
    ] = "",
    as_json: Json = False,
) -> None:
    """List the published plans: who, when, why; and what became of a grid's code.

    Example: gridmap revisions town.gpkg --code 007.
    """
    from gridmap.redraw.aliases import aliases, history_of
    from gridmap.redraw.record import alias_lines, revision_lines, revisions_report

    session = app.open_township(township, read_only=True)
    try:
        record = session.revisions()
        known = history_of(code, aliases(session.snapshot, record, session.plan_of)) if code else ()
        found = revisions_report(record, session.differs, known)
    finally:
        session.close()
    if as_json:
        print_json(found)
        return
    for line in alias_lines(found) if code else revision_lines(found):
        typer.echo(line)
