"""The people who work for the town: 35 village cadres as the report counts them, and those around them."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gridmap.sample import names
from gridmap.sample.land import Land
from gridmap.sample.people import birthday
from gridmap.sample.quotas import Quotas

Rows = NDArray[np.int64]

COLLEGE, SENIOR, JUNIOR = "大专及以上", "高中", "初中"

# age, education, years of service, party member, local talent, returned entrepreneur; the mean age is
# 43.77, the other counts are those of the report. In the order secretaries, deputies, grid workers.
_CADRES = (
    (62, SENIOR, 31, 1, 0, 0), (58, SENIOR, 27, 1, 0, 1), (55, COLLEGE, 24, 1, 0, 0),
    (49, COLLEGE, 16, 1, 0, 1), (47, COLLEGE, 12, 1, 0, 0), (44, COLLEGE, 9, 1, 0, 1),
    (53, SENIOR, 22, 1, 0, 0),
    (39, COLLEGE, 8, 1, 0, 0), (57, SENIOR, 21, 1, 0, 0), (43, COLLEGE, 7, 1, 0, 1),
    (38, COLLEGE, 6, 1, 0, 0), (46, COLLEGE, 9, 1, 0, 0), (36, COLLEGE, 5, 1, 0, 1),
    (52, SENIOR, 14, 1, 0, 0),
    (63, JUNIOR, 20, 1, 0, 0), (24, COLLEGE, 1, 0, 1, 0), (30, COLLEGE, 2, 1, 0, 0),
    (56, SENIOR, 11, 1, 0, 0), (26, COLLEGE, 1, 0, 1, 0), (31, COLLEGE, 3, 0, 0, 1),
    (65, SENIOR, 7, 1, 0, 0), (27, COLLEGE, 2, 1, 1, 0), (33, COLLEGE, 4, 0, 0, 0),
    (54, SENIOR, 6, 1, 0, 0), (28, COLLEGE, 3, 1, 1, 0), (34, COLLEGE, 4, 1, 0, 0),
    (66, JUNIOR, 5, 1, 0, 0), (29, COLLEGE, 2, 0, 0, 0), (35, COLLEGE, 3, 0, 0, 1),
    (50, COLLEGE, 4, 0, 0, 0), (32, COLLEGE, 1, 1, 0, 0), (40, COLLEGE, 2, 0, 0, 0),
    (51, SENIOR, 3, 0, 0, 0), (37, COLLEGE, 4, 0, 0, 0), (42, COLLEGE, 1, 0, 0, 0),
)  # fmt: skip
_WOMEN = frozenset({5, 9, 12, 15, 18, 21, 23, 25, 27, 29, 31, 33, 34})
_TOWN = (
    "党委书记",
    "镇长",
    "人大主席",
    "党委副书记",
    "纪委书记",
    "武装部长",
    "副镇长",
    "组织委员",
    "宣传委员",
)


@dataclass
class Staff:
    """Rows of ``staff`` and ``assignments`` as they grow, and who leads and works each grid."""

    staff: list[dict[str, object]] = field(default_factory=list)
    assignments: list[dict[str, object]] = field(default_factory=list)
    leader: dict[int, str] = field(default_factory=dict)
    worker: dict[int, str] = field(default_factory=dict)

    def hire(self, **values: object) -> str:
        """A new member of staff; returns the number."""
        number = f"G{len(self.staff) + 1:03d}"
        self.staff.append({"staff_no": number, **values})
        return number

    def assign(self, number: str, role: str, since: str, village: str = "", grid: str = "") -> None:
        """A role for a member of staff, in the town, a village or a grid."""
        full_time = int(role in ("village_cadre", "secretary", "director"))
        row = {"staff": number, "role": role, "village": village, "grid": grid}
        self.assignments.append({**row, "full_time": full_time, "since": since})


def employ(land: Land, quotas: Quotas, today: date, rng: np.random.Generator) -> Staff:
    """Cadres for every village, officers, volunteers and sponsors for every grid."""
    grids = [np.flatnonzero(land.division.village_of_grid == row) for row in range(len(land.village_code))]
    roles = _roles(grids, land, quotas)
    cadres = _cadres(roles, land, rng)
    found = Staff()
    used: set[str] = set()
    people = names.unique_names(rng, np.array([row["sex"] == "男" for row in cadres]), used)
    phones = names.phones(rng, len(cadres)).tolist()
    since = today.replace(month=3, day=1).isoformat()
    order = sorted(range(len(roles)), key=lambda row: (roles[row][0], row))
    for row in order:
        village, title, own = roles[row]
        birth = birthday(today, int(str(cadres[row]["age"])), int(rng.integers(365))).isoformat()
        number = found.hire(name=people[row], title=title, birth_date=birth, phone=phones[row],
                            village=land.village_code[village], **cadres[row])  # fmt: skip
        found.assign(number, "village_cadre", since, village=land.village_code[village])
        if title == "书记、主任":
            found.assign(number, "secretary", since, village=land.village_code[village])
            found.assign(number, "director", since, village=land.village_code[village])
        holders = found.worker if title == "专职网格员" else found.leader
        holders.update(dict.fromkeys(own, people[row]))
    _others(found, land, since, used, rng)
    return found


def _roles(grids: list[Rows], land: Land, quotas: Quotas) -> list[tuple[int, str, list[int]]]:
    """(village, title, grids): all secretaries, then all deputies, then all workers, then clerks.

    Two grids to a leader: the two largest where the seat of a town is, else a large and a small one.
    """
    secretaries, deputies, workers = [], [], []
    clerks: list[tuple[int, str, list[int]]] = []
    seats = set(land.division.village_of_grid[land.seat_grids].tolist())
    for village, own in enumerate(grids):
        size = own[np.argsort(-quotas.registered[own], kind="stable")].tolist()
        first = size[:2] if village in seats or len(size) < 3 else [size[0], size[-1]]
        rest = [grid for grid in size if grid not in first]
        secretaries.append((village, "书记、主任", first))
        deputies.append((village, "副书记" if rest else "综合干事", rest[:2]))
        deputies += [(village, "副主任", rest[at : at + 2]) for at in range(2, len(rest), 2)]
        workers += [(village, "专职网格员", [grid]) for grid in own.tolist()]
        clerks += [(village, "妇女主任", [])] * (len(own) < 3)
    return [*secretaries, *deputies, *workers, *clerks]


def _cadres(
    roles: list[tuple[int, str, list[int]]], land: Land, rng: np.random.Generator
) -> list[dict[str, object]]:
    """What is known of each cadre: the sample town's from the report, others by chance."""
    home = [row for row, role in enumerate(roles) if land.division.town_of_village[role[0]] == 0]
    rank = {row: at for at, row in enumerate(home)}
    cadres: list[dict[str, object]] = []
    for row in range(len(roles)):
        at = rank.get(row, int(rng.integers(len(_CADRES))))
        age, education, service, party, talent, returned = _CADRES[at]
        cadres.append({
            "sex": "女" if at in _WOMEN else "男", "age": age, "education": education,
            "party_member": party, "service_years": service, "local_talent": talent,
            "returned_entrepreneur": returned,
        })  # fmt: skip
    return cadres


def _others(found: Staff, land: Land, since: str, used: set[str], rng: np.random.Generator) -> None:
    """Officers for five grids each, a volunteer for each grid but one, sponsors from every town."""

    def hire(titles: list[str]) -> list[str]:
        people = names.unique_names(rng, rng.random(len(titles)) < 0.65, used)
        phones = names.phones(rng, len(titles)).tolist()
        given = zip(people, titles, phones, strict=True)
        return [found.hire(name=name, title=title, phone=phone) for name, title, phone in given]

    codes = land.grid_code.tolist()
    officers = hire(["执法人员"] * -(-len(codes) // 5))
    volunteers = hire(["志愿者"] * len(codes))
    sponsors = [hire(list(_TOWN)) for _ in land.towns]
    for row, (code, town) in enumerate(zip(codes, land.town_of_grid.tolist(), strict=True)):
        found.assign(officers[row // 5], "law_enforcement", since, grid=code)
        if row != len(codes) - 5:
            found.assign(volunteers[row], "volunteer", since, grid=code)
        found.assign(sponsors[town][row % len(_TOWN)], "sponsor", since, grid=code)
