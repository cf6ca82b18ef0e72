"""gridmap: the map, the rules and the record of a township's grids."""

__version__ = "0.1.0"
