"""The web page: one self-contained file with the township's map, made through folium.

Leaflet is inside, nothing is fetched from any address, every word of the data goes through
``exchange.escape``, personal columns stay out, and a strict content security policy seals it.
"""

from gridmap.exchange.page.page import make_page

__all__ = ["make_page"]
