"""How a store of an older program becomes one of this: numbered steps, each one transaction."""

from collections.abc import Callable, Mapping

import apsw

from gridmap.i18n import _
from gridmap.store.ddl import (
    APPLICATION_ID,
    GEOPACKAGE,
    LATER,
    NEWER,
    RECORD,
    REVISIONS,
    USER_VERSION,
    add_later,
    allow_times,
    append_only,
    create_lookups,
    create_noun,
)
from gridmap.store.filling import is_empty
from gridmap.store.record import Clock, timestamp, transaction
from gridmap.store.revisions import append_revision
from gridmap.store.writing import working_srs
from gridmap.township.schemas import SCHEMAS

Step = Callable[[apsw.Connection, str], None]
"""Changes the tables; the text is the time for the record."""
RECORDED = ("gridmap_op_log", "gridmap_audit", "gridmap_plan", "gridmap_revision")
"""The tables whose rows stay as they are first written."""
CURRENT = 2
"""What ``create`` makes."""


def version(connection: apsw.Connection) -> int:
    """The version of a store's tables."""
    return int(connection.execute("SELECT MAX(version) FROM gridmap_version").get)


def create(connection: apsw.Connection, srs: int, name: str, wkt: str, clock: Clock) -> None:
    """Make every table of a new store, in one transaction. ``srs`` is the EPSG number of the working CRS."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    with transaction(connection):
        connection.execute(GEOPACKAGE + RECORD + REVISIONS)
        add = "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)"
        connection.execute(add, (name, srs, "EPSG", srs, wkt))
        connection.execute(add, ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"))
        connection.execute(add, ("Undefined geographic SRS", 0, "NONE", 0, "undefined"))
        connection.execute(add, ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84))
        for schema in SCHEMAS.values():
            connection.execute(create_noun(schema, srs))
        connection.execute(create_lookups() + append_only(*RECORDED))
        connection.execute("INSERT INTO gridmap_version VALUES (?, ?)", (CURRENT, timestamp(clock)))


def _to_2(connection: apsw.Connection, at_utc: str) -> None:
    """A record of plans, with the present one as the first, and columns in which nothing is said yet."""
    for name in LATER:
        connection.execute(add_later(SCHEMAS[name]))
    for name in NEWER:
        connection.execute(create_noun(SCHEMAS[name], working_srs(connection)))
    connection.execute(allow_times() + create_lookups())
    connection.execute(REVISIONS + append_only(*RECORDED[2:]))
    drawn_by = connection.execute("SELECT author FROM gridmap_op_log ORDER BY seq DESC LIMIT 1").get
    if not is_empty(connection, "grids"):
        append_revision(connection, "imported", author=drawn_by or "", at_utc=at_utc, name=_("升级前的网格"))


MIGRATIONS: Mapping[int, Step] = {2: _to_2}
"""Step n brings a store from version n - 1 to n."""


def migrate(
    connection: apsw.Connection, clock: Clock, steps: Mapping[int, Step] = MIGRATIONS, newest: int = CURRENT
) -> None:
    """Bring an older store up to date, one transaction a step; the caller made a backup before."""
    for number in range(version(connection) + 1, newest + 1):
        at_utc = timestamp(clock)
        with transaction(connection):
            steps[number](connection, at_utc)
            connection.execute("INSERT INTO gridmap_version VALUES (?, ?)", (number, at_utc))


WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
"""GeoPackage wants this row in every file."""
