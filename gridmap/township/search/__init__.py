"""One box that finds everything: names, pinyin, house numbers, codes, phone tails, coordinates.

``SearchIndex`` answers; ``Gathering`` makes the ``People`` it asks, in a process of the store's. ID numbers
cannot be searched for.
"""

from gridmap.township.search.gathering import Gathering
from gridmap.township.search.hit import KIND_TITLES, Hit
from gridmap.township.search.index import SearchIndex
from gridmap.township.search.landmarks import TABLES, letters
from gridmap.township.search.people import NOBODY, People

__all__ = ["KIND_TITLES", "NOBODY", "TABLES", "Gathering", "Hit", "People", "SearchIndex", "letters"]
