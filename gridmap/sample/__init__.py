"""The synthetic township: real outlines and names, everything inside them invented, schematic (示意)."""

from gridmap.sample.township import DEFAULT_SEED, MOST_TOWNS, NOW, write_sample

__all__ = ["DEFAULT_SEED", "MOST_TOWNS", "NOW", "write_sample"]
