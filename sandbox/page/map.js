// Drawing the districts: once as a shape that every map on the page uses, with names and a pin over it.
import { button, svg } from "./dom.js";
import { degrees, districtAt, districts, extent, project, unproject } from "./geography.js";
import { say } from "./words.js";

const PIN = "M0 0C-2-7-10-10-10-19a10 10 0 1 1 20 0C10-10 2-7 0 0Z";
const DOT = { cx: 0, cy: -19, r: 4, class: "pin-dot" };
const SMALL = { width: 280, height: 168, span: 330 }; // pixels, and drawing units across

/** Draw the shape that the maps share. */
export function drawAtlas() {
  document.querySelector("#districts").replaceChildren(...districts().map(({ rings }, i) =>
    svg("path", { class: `district tint-${i % 4}`, d: rings.map(outline).join("") })));
}

const outline = (ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;

/** A place in words: its name if it has one, its district, its degrees. */
export const placeName = (point, title) =>
  [title, districtAt(point) ?? say("outside"), degrees(point)].filter(Boolean).join(" · ");

/** The small map in a message; pressing it opens the large one. */
export function thumbnail(point, title, enlarge) {
  const [x, y] = project(point.longitude, point.latitude);
  const { width, height, span } = SMALL, scale = span / width;
  const viewBox = [x - span / 2, y - height * scale * 0.6, span, height * scale].join(" ");
  const drawing = svg("svg", { viewBox, width, height, "aria-hidden": "true" },
    svg("use", { href: "#districts" }), marks(point, scale));
  const label = say("openMap", { place: placeName(point, title) });
  return button({ class: "thumbnail", "aria-label": label, onclick: enlarge }, drawing);
}

/** Names and pin, the same size on the screen at every zoom; *scale* is units to a pixel. */
function marks(point, scale) {
  const names = districts().map(({ name, label: [x, y] }) =>
    svg("text", { class: "district-name", transform: `translate(${x} ${y}) scale(${scale})` }, name));
  const [x, y] = point ? project(point.longitude, point.latitude) : [];
  const pin = point && svg("g", { class: "pin", transform: `translate(${x} ${y}) scale(${scale})` },
    svg("path", { d: PIN }), svg("circle", DOT));
  return svg("g", {}, names, pin);
}

/** A map that is moved and zoomed; `onpick` gets the point that was pressed. */
export class MapView {
  constructor(onpick) {
    this.svg = svg("svg", { class: "map", tabindex: 0, role: "application", "aria-label": say("map"),
      onwheel: (event) => this.wheel(event), onpointerdown: (event) => this.grab(event) });
    this.onpick = onpick;
    this.point = null;
  }

  /** Show everything; call it when the map has a size on the screen. */
  whole() {
    const { width, height } = extent();
    this.middle = [width / 2, height / 2];
    this.span = Math.max(width, height / this.aspect) * 1.08;
    this.draw();
  }

  /** Show the neighbourhood of a point. */
  near(point) {
    this.middle = project(point.longitude, point.latitude);
    this.span = Math.min(this.span, SMALL.span * 1.6);
    this.pin(point);
  }

  pin(point) {
    this.point = point;
    this.draw();
  }

  zoom(factor, [x, y] = this.middle) {
    const span = Math.min(Math.max(this.span * factor, 8), extent().width * 12);
    const ratio = span / this.span;
    this.middle = [x + (this.middle[0] - x) * ratio, y + (this.middle[1] - y) * ratio];
    this.span = span;
    this.draw();
  }

  /** The point so many pixels from the pin, or the middle of the map where there is no pin. */
  beside(right, down) {
    const [x, y] = this.point ? project(this.point.longitude, this.point.latitude) : this.middle;
    return this.point ? unproject(x + right * this.scale, y + down * this.scale) : unproject(x, y);
  }

  get aspect() { return this.svg.clientHeight / this.svg.clientWidth; }
  get scale() { return this.span / this.svg.clientWidth; }

  draw() {
    const height = this.span * this.aspect;
    const corner = [this.middle[0] - this.span / 2, this.middle[1] - height / 2];
    this.svg.setAttribute("viewBox", [...corner, this.span, height].join(" "));
    this.svg.replaceChildren(svg("use", { href: "#districts" }), marks(this.point, this.scale));
  }

  under(event) {
    const frame = this.svg.getBoundingClientRect();
    return [
      this.middle[0] + (event.clientX - frame.x - frame.width / 2) * this.scale,
      this.middle[1] + (event.clientY - frame.y - frame.height / 2) * this.scale,
    ];
  }

  wheel(event) {
    event.preventDefault();
    this.zoom(1.2 ** Math.sign(event.deltaY), this.under(event));
  }

  /** A press that stays where it was picks the point; one that moves drags the map. */
  grab(start) {
    const middle = this.middle;
    const shift = (event) => [event.clientX - start.clientX, event.clientY - start.clientY];
    const move = (event) => {
      const [right, down] = shift(event);
      this.middle = [middle[0] - right * this.scale, middle[1] - down * this.scale];
      this.draw();
    };
    const release = (event) => {
      this.svg.onpointermove = this.svg.onpointerup = this.svg.onpointercancel = null;
      if (event.type === "pointerup" && Math.hypot(...shift(event)) < 5) this.onpick(unproject(...this.under(event)));
    };
    this.svg.setPointerCapture(start.pointerId);
    Object.assign(this.svg, { onpointermove: move, onpointerup: release, onpointercancel: release });
  }
}
