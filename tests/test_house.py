"""What holds for the whole house: no room but the sample knows a place."""

import csv
import re
from pathlib import Path

from gridmap.sample import real
from gridmap.township.folders import shapes_folder

PROGRAM = Path(real.__file__).parent.parent


def test_only_the_sample_knows_a_place_name_a_code_or_a_zone():
    with (shapes_folder() / "tongnan" / "villages.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    towns = {row["town"].removesuffix("镇").removesuffix("街道") for row in rows}
    villages = {row["name"][:2] for row in rows if row["town"] == "别口镇"}
    # a few village names are everyday words; four characters with their kind are not
    names = towns | {
        "潼南",
        "涪江",
        "500152",
        *(f"{name}村" for name in villages),
        *(f"{name}社区" for name in villages),
    }
    zone = re.compile(r"EPSG:(45[1-5]\d|326\d\d|327\d\d)\b")
    known = [
        f"{path.relative_to(PROGRAM)}: {word}"
        for path in sorted(PROGRAM.rglob("*"))
        if path.suffix in (".py", ".toml", ".js", ".css") and not path.is_relative_to(PROGRAM / "sample")
        for word in (*names, *(match[0] for match in zone.finditer(path.read_text("utf-8"))))
        if word in path.read_text("utf-8") and len(word) > 1
    ]
    assert known == []
