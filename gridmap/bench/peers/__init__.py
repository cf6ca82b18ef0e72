"""The same work done by others, each where it is installed: geopandas, pyogrio, QGIS, folium in Chromium."""
