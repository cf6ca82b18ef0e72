"""Where the parts are joined: stores with sessions, files with importers, sessions with windows.

Constructors and nothing else; no registry, no global. The command line and the windows' menus call
this room, so that a person, a script and a menu do the same thing in the same way.
"""

import getpass
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridmap.errors import GridmapError, InputError, StoreError, UsageError
from gridmap.i18n import _
from gridmap.session import Session
from gridmap.store import create_store, drill_path, drills_of, open_store, publish
from gridmap.store.protocol import Store, Taken
from gridmap.township.change import Change
from gridmap.township.folders import layers_folder, own_folder, shapes_folder
from gridmap.township.latest import last_opened
from gridmap.township.snapshot import Snapshot

if TYPE_CHECKING:
    from gridmap.exchange import ReadOptions
    from gridmap.redraw.propose.wish import Wish
    from gridmap.township.batch import Intake


def author() -> str:
    """Who is named in the record of what this process does."""
    try:
        return os.environ.get("GRIDMAP_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):  # a container without a user name
        return "unknown"


def sample_store() -> str:
    """The sample township's store, made on first use by the ordinary importer."""
    path = own_folder() / "sample.gpkg"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        import_files(str(path), [shapes_folder(), layers_folder()])
    return str(path)


def find_township(address: str | None) -> str:
    """The township meant: the one named, else the one opened last, else the sample."""
    refuse_server(address or "")
    return address or last_opened() or sample_store()


def begin_drill(address: str | None, out: Path | None = None) -> Path:
    """Copy the township meant to practise on, beside it or to ``out``; where it is. Raises StoreError."""
    store = open_store(find_township(address), read_only=True)
    try:
        path = out or drill_path(Path(store.address), datetime.now())
        store.begin_drill(path, author())
    finally:
        store.close()
    return path


def newest_drill(address: str | None) -> str:
    """The drill of the township meant that was begun last. Raises UsageError when there is none."""
    own = Path(find_township(address))
    found = drills_of(own)
    if not found:
        raise UsageError(_("{path} 还没有演练；请先 gridmap drill").format(path=own))
    return str(found[-1])


def refuse_server(address: str) -> None:
    """A server's address is a right word that this version cannot follow. Raises StoreError."""
    if "://" in address:
        raise StoreError(_("{address}：这个版本还不能连接服务器；请给 .gpkg 文件").format(address=address))


def open_township(
    address: str | None = None, *, read_only: bool = False, at_once: bool = False, as_of: str = ""
) -> Session:
    """A session on the township meant; ``at_once`` for a window, ``as_of`` to look back at a plan.

    Raises GridmapError with one line.
    """
    session = Session(open_store(find_township(address), read_only=read_only, at_once=at_once), author())
    if as_of:
        try:
            session.look(session.as_of(as_of), everywhere=True)
        except GridmapError:
            session.close()
            raise
    return session


def propose(
    address: str | None,
    wish: "Wish",
    *,
    apply: bool = False,
    hear: Callable[[int, int, str], None] = lambda _done, _all, _name: None,
) -> dict[str, Any]:
    """The answer of ``gridmap propose``; with ``apply`` the plan is drawn, as one change.

    Nothing is drawn unless every village has a legal plan: the answer says so. ``hear`` is told how many
    villages are done, of how many, and the last one. Raises GridmapError with one line.
    """
    from gridmap.redraw.propose.process import Solver
    from gridmap.redraw.propose.propose import propose as solved
    from gridmap.redraw.propose.report import drawable, report

    with Solver() as solver:
        session = open_township(address, read_only=not apply)
        try:
            proposal = solved(
                session.snapshot, session.census, wish, solver,
                lambda done, every, village: hear(done, every, village.units.name),
            )  # fmt: skip
            found = report(proposal)
            if apply:
                found["applied"] = drawable(found)
                if found["applied"]:
                    session.perform(proposal.edit)
        finally:
            session.close()
    return found


def import_files(
    address: str, paths: Sequence[Path], options: "ReadOptions | None" = None, *, dry_run: bool = False
) -> tuple["Intake", list[Taken]]:
    """Read files and take their rows in one transaction; the store is made if it is new.

    With ``dry_run`` nothing is written. Raises GridmapError with one line, and then nothing was
    changed: a store that was made for this import is removed again.
    """
    from gridmap.exchange import ReadOptions, read

    refuse_server(address)
    target = Path(address)
    is_new = not target.exists()
    if is_new and not target.parent.is_dir():
        raise InputError(target, _("所在文件夹不存在"), remedy=_("请先建好文件夹"))
    known = None if is_new else _known(address)
    intake = read(paths, options or ReadOptions(), known, target)
    if not intake.settings.crs:
        raise InputError(target, _("新镇库还不知道在哪里"), remedy=_("请先（或一起）导入镇界、村界或网格"))
    if dry_run:
        return intake, []
    if is_new:
        return intake, _take_into_new(address, intake)
    store = open_store(address)
    try:
        return intake, store.take(intake, author())
    finally:
        store.close()


def _known(address: str) -> Snapshot:
    """What an import must know of the township beforehand: its settings and its ground."""
    store = open_store(address, read_only=True)
    try:
        return store.load(("township", "villages"))
    finally:
        store.close()


def _take_into_new(address: str, intake: "Intake") -> list[Taken]:
    """A new store appears whole or not at all: it is made beside its place and moved there."""
    target = Path(address)
    draft = target.with_name(f".{target.stem}.new{os.getpid()}.gpkg")
    store: Store | None = None
    try:
        store = create_store(draft, intake.settings, draft=True)
        taken = store.take(intake, author())
        store.close()
        store = None
        if target.exists():
            raise StoreError(_("{path}：刚被另一个程序建好；请再导入一次").format(path=target))
        publish(draft, target)
    except StoreError as error:  # the user knows the township by its own name, not by the draft's
        raise StoreError(str(error).replace(str(draft), str(target))) from error
    except OSError as error:
        raise GridmapError(_("{path}：写不进去（{why}）").format(path=target, why=error.strerror)) from error
    finally:
        if store is not None:
            store.close()
        draft.unlink(missing_ok=True)
    return taken


@contextmanager
def read_township(address: str | None, names: Iterable[str]) -> Iterator[Snapshot]:
    """Some tables of the township meant for the length of a ``with``, texts read when they are asked
    for. Raises StoreError with one line.
    """
    store = open_store(find_township(address), read_only=True)
    try:
        yield store.load(names, deferred=True)
    finally:
        store.close()


def change_township(address: str | None, names: Iterable[str], make: Callable[[Snapshot], Change]) -> Change:
    """Write the one change that ``make`` gives for some tables of the township meant; the change.

    Raises GridmapError with one line, and then nothing was changed.
    """
    store = open_store(find_township(address))
    try:
        change = make(store.load(names, deferred=True))
        store.write(change, author())
    finally:
        store.close()
    return change
