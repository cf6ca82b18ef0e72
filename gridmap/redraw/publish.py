"""What publishing does to a plan: new grids get their numbers; an older plan comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import shapely

from gridmap.redraw.plan import GridPlan
from gridmap.township.revision import Revision
from gridmap.township.table import Table

LAST = 999
"""The last number that a village has to give: three digits behind its own code."""


def numbered(plan: GridPlan, revisions: Iterable[Revision]) -> GridPlan:
    """The plan in which every grid has a code, where its village has one.

    A grid that had a code in some revision gets that one back; any other the next number of its village
    that no revision ever used, from west to east. Nothing that has a code is given another.
    """
    rows = [row for row in _west_to_east(plan) if not plan.grids["code"][row]]
    if not rows:
        return plan
    told, used = known_codes(revisions)
    used |= {str(code) for code in plan.grids["code"]}
    codes = plan.grids.text("code").copy()
    for row in rows:
        codes[row] = told.get(str(plan.grids["uuid"][row])) or next_code(village_code(plan, row), used)
        used.add(str(codes[row]))
    return replace(plan, grids=plan.grids.replace(code=codes)) if any(codes[rows]) else plan


def known_codes(revisions: Iterable[Revision]) -> tuple[dict[str, str], set[str]]:
    """The code that each grid had last, by its uuid, and every code that was ever used."""
    told: dict[str, str] = {}
    used: set[str] = set()
    for revision in revisions:
        told |= revision.codes
        used |= set(revision.codes.values())
    return told, used


def next_code(village: str, used: Iterable[str]) -> str:
    """The village's code and the number after its last one; '' without a village's code, or numbers."""
    tails = [code[len(village) :] for code in used if village and code.startswith(village)]
    last = max((int(tail) for tail in tails if len(tail) == 3 and tail.isdecimal()), default=0)
    return f"{village}{last + 1:03}" if village and last < LAST else ""


def village_code(plan: GridPlan, row: int) -> str:
    """The code of the village of a grid, '' when there is none."""
    village = int(plan.village_of_grid[row])
    return str(plan.villages["code"][village]) if village >= 0 else ""


def replaced(plan: GridPlan, tables: Mapping[str, Table]) -> GridPlan:
    """The plan with the grids and assignments of another time."""
    return replace(plan, grids=tables["grids"], assignments=tables["assignments"])


def _west_to_east(plan: GridPlan) -> list[int]:
    points = shapely.point_on_surface(plan.grids.text("geometry"))
    order: list[int] = np.lexsort([-shapely.get_y(points), shapely.get_x(points)]).tolist()
    return order
