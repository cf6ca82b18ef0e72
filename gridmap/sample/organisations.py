"""The bodies of a town: one party group and one WeChat group a grid, teams, village councils."""

from pathlib import Path

import numpy as np

from gridmap.sample import write
from gridmap.sample.land import Land

COUNCILS = ("红白理事会", "道德评议会", "村民议事会")
_WEAK = 40  # one patrol team in so many has only one member


def write_organisations(path: Path, land: Land, rng: np.random.Generator) -> None:
    """Write organisations.csv: kind, name, village, group, grid, members."""
    rows: list[tuple[str, str, str, str, str, int]] = []
    villages, groups, _ = land.said
    of_grid = land.division.village_of_grid.tolist()
    for row, (code, name) in enumerate(zip(land.grid_code, land.grid_name, strict=True)):
        village = villages[of_grid[row]]
        rows.append(("party_group", f"{name}网格党小组", village, "", code, int(rng.integers(5, 19))))
        rows.append(
            ("wechat_group", f"“潼心共治”{name}网格微信群", village, "", code, int(rng.integers(150, 420)))
        )
    for row, village in enumerate(land.village_of_group.tolist()):
        members = 1 if row % _WEAK == _WEAK - 7 else int(rng.integers(2, 6))
        name = f"{land.village_name[village]}{land.group_name[row]}巡防队"
        rows.append(("patrol_team", name, villages[village], groups[row], "", members))
    for row, name in enumerate(land.village_name):
        rows.append(
            ("mediation_team", f"{name}矛盾纠纷调解队", villages[row], "", "", int(rng.integers(4, 8)))
        )
        rows += [
            (kind, f"{name}{kind}", villages[row], "", "", int(rng.integers(5, 12))) for kind in COUNCILS
        ]
    for town in land.towns:
        rows.append(("womens_mediation_team", f"{town.name}巾帼流动调解队", "", "", "", 9))
    columns = ("kind", "name", "village", "group", "grid", "members")
    write.table(path, dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))
