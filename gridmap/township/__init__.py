"""The nouns of a township. Pure values: numpy, shapely and the standard library, nothing above.

A ``Snapshot`` is one immutable state of everything; ``Table`` holds a ledger as named numpy
columns; ``Schema`` declares a ledger once for the store, the importer, the masks and the tables.
"""
