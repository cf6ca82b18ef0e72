"use strict";
/* What the map of a township does. Every text in the data was escaped before it came here. */
var gridmap = (function () {
  function row(pair) {
    return "<tr><th>" + pair[0] + "</th><td>" + pair[1] + "</td></tr>";
  }

  function bar(people) {
    var share = people.n === null ? 0 : Math.min(people.n / people.cap / 1.1, 1);
    return "<tr class='" + people.s + "'><th>" + people.title + "</th><td>" +
      "<svg class='bar' viewBox='0 0 110 8' preserveAspectRatio='none'>" +
      "<rect class='track' width='110' height='8'/><rect class='people' width='" + 110 * share + "' height='8'/>" +
      "<rect class='cap' x='99.5' width='1' height='8'/></svg></td><td class='count'>" +
      (people.n === null ? "–" : people.n.toLocaleString()) + "<i>/" + people.cap.toLocaleString() + "</i></td></tr>";
  }

  function card(feature) {
    var says = feature.properties;
    return "<h2>" + says.t + "</h2>" +
      (says.p ? "<table class='load'>" + says.p.map(bar).join("") + "</table>" : "") +
      (says.r && says.r.length ? "<table>" + says.r.map(row).join("") + "</table>" : "");
  }

  function each(feature, layer) {
    if (!feature.properties.t) { return; }
    layer.bindPopup(function () { return card(feature); }, { maxWidth: 320, minWidth: 220 });
    layer.on("popupopen popupclose", function (event) {
      var drawn = layer.getElement && layer.getElement();
      if (drawn) { drawn.classList.toggle("chosen", event.type === "popupopen"); }
    });
  }

  function style(feature) {
    return { className: feature.properties.c };
  }

  var canvas = null;

  function mark(feature, at) {
    var says = feature.properties;
    if (says.d) {
      canvas = canvas || L.canvas({ pane: "dots" });
      var colour = getComputedStyle(document.documentElement).getPropertyValue("--household").trim();
      return L.circleMarker(at, { renderer: canvas, pane: "dots", interactive: false, radius: 0.7 + says.d,
        stroke: false, fillColor: colour, fillOpacity: 0.45 });
    }
    var icon = L.divIcon({ className: "mark " + says.c, html: says.h, iconSize: null });
    var made = L.marker(at, { icon: icon, interactive: Boolean(says.t), keyboard: Boolean(says.t), alt: "",
      pane: says.w ? "labels" : "marks" });
    made.width = says.w;
    return made;
  }

  /* Names show where there is room for them, house counts only when near, houses not from afar. */
  function fit(map) {
    var middle = map.getCenter();
    var metres = 40075016.686 * Math.cos(middle.lat * Math.PI / 180) / Math.pow(2, map.getZoom() + 8);
    map.getContainer().classList.toggle("near", metres < 4);
    map.getContainer().classList.toggle("far", metres > 25);
    map.eachLayer(function (layer) {
      if (layer.width && layer.getElement()) {
        layer.getElement().classList.toggle("tight", layer.width / metres < 52);
      }
    });
  }

  /* A window may give the page its size after the map was made: then the town is fitted once more,
     unless somebody has moved the map meanwhile. */
  function keepFitted(map) {
    var container = map.getContainer(), mine = true;
    ["mousedown", "wheel", "touchstart", "keydown"].forEach(function (act) {
      container.addEventListener(act, function () { mine = false; }, { passive: true, once: true });
    });
    new ResizeObserver(function () {
      map.invalidateSize({ animate: false, pan: false });
      if (mine) { map.fitBounds(map.options.town, { padding: [24, 24], animate: false }); }
    }).observe(container);
  }

  function furnish(map) {
    keepFitted(map);
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 140 }).addTo(map);
    map.on("zoomend layeradd", function () { fit(map); });
    fit(map);
    document.querySelectorAll("input[name=basis]").forEach(function (choice) {
      choice.addEventListener("change", function () { document.body.dataset.basis = choice.value; });
    });
  }

  return { each: each, style: style, mark: mark, furnish: furnish };
})();
