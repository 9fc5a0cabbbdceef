// Choosing a place on the map, and looking at one.
import { button, el, modal, sign } from "./dom.js";
import { districtAt } from "./geography.js";
import { MapView, placeName } from "./map.js";
import { say } from "./words.js";

const STEP = 20; // pixels that an arrow key moves the pin
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** Ask for a place: what to send, {location} or {venue}, or null. */
export async function choosePlace() {
  const field = (name, attributes) => el("label", {}, say(name), el("input", { name, ...attributes }));
  const number = { type: "number", step: "any", required: true };
  const send = el("button", { class: "primary", value: "send", disabled: true }, say("sendPlace"));
  const where = el("output", { class: "where" });
  const form = el("form", { method: "dialog" },
    field("latitude", { ...number, min: -90, max: 90 }), field("longitude", { ...number, min: -180, max: 180 }),
    field("venue", { type: "text", maxlength: 100 }),
    el("menu", {}, button({ onclick: () => dialog.close() }, say("cancel")), send));
  const { latitude, longitude, venue } = form.elements;

  const show = (point) => {
    view.pin(point);
    where.textContent = placeName(point);
    send.disabled = !form.checkValidity();
  };
  const pick = (point) => {
    latitude.value = point.latitude.toFixed(6);
    longitude.value = point.longitude.toFixed(6);
    show(written());
  };
  const written = () => ({ latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber });
  const view = new MapView(pick);
  view.svg.addEventListener("keydown", (event) => steer(event, view, pick));
  form.addEventListener("input", () => { form.checkValidity() ? show(written()) : (send.disabled = true); });

  const { dialog, closed } = modal("place", say("mapTitle"), el("h2", {}, say("mapTitle")),
    frame(view), where, form, el("p", { class: "hint" }, say("mapHint")));
  view.whole();
  view.svg.focus();
  return (await closed) === "send" ? content(written(), venue.value.trim()) : null;
}

/** Look at a place that somebody sent. */
export function showPlace(point, title) {
  const view = new MapView(() => {});
  const name = placeName(point, title);
  modal("place", say("mapShown"), el("h2", {}, say("mapShown")), frame(view),
    el("p", { class: "where" }, el("bdi", {}, name)),
    el("form", { method: "dialog" }, el("menu", {}, el("button", { class: "primary" }, say("close")))));
  view.whole();
  view.near(point);
}

function content(point, title) {
  if (!title) return { location: point };
  return { venue: { ...point, title, address: districtAt(point) ?? placeName(point) } };
}

function steer(event, view, pick) {
  const arrow = ARROWS[event.key];
  if (arrow) pick(view.beside(...arrow));
  else if (event.key === "+" || event.key === "=") view.zoom(1 / 1.4);
  else if (event.key === "-") view.zoom(1.4);
  else return;
  event.preventDefault();
}

const frame = (view) => el("div", { class: "frame" }, view.svg, el("div", { class: "zoom" },
  sign("in", say("zoomIn"), "+", () => view.zoom(1 / 1.6)),
  sign("out", say("zoomOut"), "−", () => view.zoom(1.6)),
  sign("all", say("zoomAll"), "⤢", () => view.whole())));
