"""The one place where text of a ledger becomes text of a page.

folium compiles every string it is given a second time as a Jinja template, and Leaflet sets popups
with ``innerHTML``: a name is safe only when it can neither close a tag, an attribute, a script, a
template literal, nor open a template expression.
"""

_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "{": "&#123;",
        "}": "&#125;",
        "`": "&#96;",
        "$": "&#36;",
        "\\": "&#92;",
    }
)


def escape(value: object) -> str:
    """``value`` as text that HTML shows and Jinja and JavaScript leave alone.

    Ten characters become entities; unescaping the result as HTML gives the text back.
    """
    return str(value).translate(_ENTITIES)
