// A map of the districts, drawn from boundaries; no tiles, no network.
import { words } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
let districts = null;

export function setDistricts(collection) { districts = collection; }

function frame() {
  let [west, south, east, north] = [117.5, 35.9, 118.6, 37.3];
  if (districts) {
    const points = districts.features.flatMap((f) => f.geometry.coordinates.flat(Infinity));
    const xs = points.filter((_, i) => i % 2 === 0), ys = points.filter((_, i) => i % 2 === 1);
    [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  }
  const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
  const scale = 1000 / Math.max((east - west) * squeeze, north - south);
  return {
    width: (east - west) * squeeze * scale, height: (north - south) * scale,
    at: (lon, lat) => [(lon - west) * squeeze * scale, (north - lat) * scale],
    from: (x, y) => [x / scale / squeeze + west, north - y / scale],
  };
}

function node(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

export function draw(svg, pin, labels = true) {
  const view = frame();
  svg.setAttribute("viewBox", `-20 -20 ${view.width + 40} ${view.height + 40}`);
  svg.replaceChildren();
  for (const feature of districts?.features ?? []) {
    const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    const path = polygons.flat().map((ring) => "M" + ring.map(([lon, lat]) => view.at(lon, lat).map(Math.round).join(",")).join("L") + "Z").join("");
    svg.append(node("path", { d: path, class: "district" }));
    if (!labels) continue;
    const ring = polygons.flat().sort((a, b) => b.length - a.length)[0];
    const [x, y] = view.at(ring.reduce((s, p) => s + p[0], 0) / ring.length, ring.reduce((s, p) => s + p[1], 0) / ring.length);
    svg.append(node("text", { x, y, class: "district-name" }, feature.properties.name));
  }
  if (pin) {
    const [cx, cy] = view.at(pin.longitude, pin.latitude);
    svg.append(node("circle", { cx, cy, r: labels ? 14 : 26, class: "pin" }));
  }
  return view;
}

export function small(point) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "pinmap");
  draw(svg, point, false);
  return svg;
}

// Ask for a point; resolves with {latitude, longitude}, or null when the map was closed.
export function pick() {
  const dialog = document.querySelector("#map"), svg = dialog.querySelector("svg");
  const where = dialog.querySelector("#point"), send = dialog.querySelector("#send-point");
  const close = dialog.querySelector("#close-map");
  let point = null;
  let view = draw(svg, null);
  where.textContent = words.drop;
  send.textContent = words.sendPlace; close.textContent = words.close; send.disabled = true;
  svg.onclick = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const [longitude, latitude] = view.from(at.x, at.y);
    point = { latitude: +latitude.toFixed(6), longitude: +longitude.toFixed(6) };
    view = draw(svg, point);
    where.textContent = `${point.latitude}, ${point.longitude}`;
    send.disabled = false;
  };
  dialog.showModal();
  return new Promise((resolve) => {
    const finish = (value) => { dialog.close(); resolve(value); };
    send.onclick = () => finish(point);
    close.onclick = () => finish(null);
    dialog.oncancel = () => resolve(null);
  });
}
