"""Which grids touch which: what merging and moving groups offer as a choice."""

import shapely

from gridmap.session import Session


def neighbours(session: Session, row: int) -> list[int]:
    """Rows of the grids of the same village that share a border with a grid, by name."""
    grids, census = session.snapshot["grids"], session.census
    shape = grids["geometry"][row]
    if shape is None:
        return []
    near = [
        other
        for other in range(len(grids))
        if other != row
        and census.village_of_grid[other] == census.village_of_grid[row]
        and grids["geometry"][other] is not None
        and shapely.length(shapely.intersection(shape, grids["geometry"][other])) > 0
    ]
    return sorted(near, key=lambda other: str(grids["name"][other]))
