/* The map beside the results. Nothing of it is loaded, from here or elsewhere, before a visitor asks. */
"use strict";

(() => {
  const box = document.querySelector(".search-map");
  if (!box) return;
  const button = box.querySelector("button");
  const { tiles, attribution, points } = JSON.parse(document.getElementById("search-map-data").textContent);
  let frame = null;

  function load() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = box.dataset.style;
    document.head.append(style);
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = box.dataset.script;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function popup(point) {
    const content = document.createElement("p");
    const link = document.createElement("a");
    link.href = point.url;
    link.textContent = point.title;
    content.append(link, document.createElement("br"), point.words);
    return content;
  }

  function draw() {
    const L = window.L;
    const map = L.map(frame, { zoomControl: false });
    L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
    map.attributionControl.setPrefix(false);
    // Tile servers want to know which site asks; they are told the site, never the page.
    L.tileLayer(tiles, { attribution, maxZoom: 18, referrerPolicy: "origin" }).addTo(map);
    const markers = points.map((point) =>
      L.marker([point.latitude, point.longitude], { title: point.title, alt: point.title }).bindPopup(popup(point)),
    );
    map.on("popupopen", ({ popup: opened }) => {
      opened.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", box.dataset.close);
    });
    const all = L.featureGroup(markers).addTo(map);
    map.fitBounds(all.getBounds(), { padding: [40, 40], maxZoom: 14 });
  }

  async function show() {
    frame = document.createElement("div");
    frame.className = "search-map__frame";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", box.dataset.label);
    box.append(frame);
    try {
      await load();
      draw();
      button.hidden = true;
      box.querySelector("small").hidden = true;
    } catch {
      frame.remove();
      button.setAttribute("aria-expanded", "false");
    }
  }

  box.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    show();
  }, { once: true });
})();
