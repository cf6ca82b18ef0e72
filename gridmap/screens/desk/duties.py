"""Who does what for one grid: the people in each role and the organisations, as the card shows them."""

import numpy as np

from gridmap.i18n import _
from gridmap.session import Session
from gridmap.township.census import POPULATION_TITLES, Population

OVER = "▲ "
"""Before a number that breaks its cap."""
ORGANISATIONS = {"party_group": _("党小组"), "wechat_group": _("微信群")}


def people_of(session: Session, grid: int, role: str) -> str:
    """The names on duty in one role of one grid, as the mask lets them, joined by 、; '' for nobody."""
    snapshot = session.snapshot
    table, staff = snapshot["assignments"], snapshot["staff"]
    wanted = {role, snapshot.settings.roles.get(role, role)}
    at = snapshot["grids"].index_of(table.fids("grid_fid"))
    rows = np.flatnonzero(np.isin(table.text("role"), list(wanted)) & (at == grid))
    held_by = zip(staff.index_of(table.fids("staff_fid")[rows]), table.text("staff")[rows], strict=True)
    return session.mask.name(
        "、".join(str(staff["name"][one] if one >= 0 else written) for one, written in held_by)
    )


def organisations_of(session: Session, grid: int) -> str:
    """How many of each organisation a grid has; '' while they are not loaded or there are none."""
    snapshot = session.snapshot
    table = snapshot["organisations"]
    kinds = table.text("kind")[snapshot["grids"].index_of(table.fids("grid_fid")) == grid].tolist()
    if not kinds:
        return ""
    return " · ".join(f"{title} {kinds.count(kind)}" for kind, title in ORGANISATIONS.items())


def leader_load(session: Session, grid: int, population: Population) -> str:
    """How many grids and people the leader of a grid answers for; '' without a leader."""
    for leader in session.census.leaders:
        if grid in leader.grids:
            people = float(session.census.grids[population][list(leader.grids)].sum())
            title, cap = POPULATION_TITLES[population], session.snapshot.settings.leader_cap
            words = _("管 {n} 格：{population} {people:,.0f} / {cap:,}")
            words = OVER + words if people > cap else words
            return words.format(n=len(leader.grids), population=title, people=people, cap=cap)
    return ""
