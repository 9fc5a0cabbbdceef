// One message, or an album, as it stands in a chat.
import { fileUrl } from "./api.js";
import { button, el, modal, sign } from "./dom.js";
import { placeName, thumbnail } from "./map.js";
import { showPlace } from "./place.js";
import { textOf } from "./text.js";
import { hourOf } from "./time.js";
import { say } from "./words.js";

const ODDITIES = { sticker: "🎟️", voice: "🎤", contact: "👤", dice: "🎲", poll: "📊" };

/** Messages of one album share a key; any other message has its own. */
export const keyOf = (message) => message.media_group_id ?? `message-${message.message_id}`;

/** Draw messages of one key; *press* is called with (message, button of the bot, element). */
export function drawMessages(messages, press) {
  const first = messages[0], last = messages.at(-1);
  const bubble = el("div", { class: "bubble" },
    photos(messages), messages.map(fileOf), messages.map(placeOf), messages.map(oddityOf),
    messages.map(textOf), meta(last, messages.some((message) => message.edited || message.edit_date)));
  const rows = last.reply_markup?.inline_keyboard;
  return el("article", { class: first.out ? "message out" : "message", "data-message": first.message_id },
    bubble, rows && keys(rows, (key, element) => press(last, key, element)));
}

function meta(message, edited) {
  const date = new Date(message.date * 1000);
  return el("p", { class: "meta" }, edited ? el("span", { class: "edited" }, say("edited")) : null,
    el("time", { datetime: date.toISOString() }, hourOf(date)));
}

function photos(messages) {
  const pictures = messages.filter((message) => message.photo).map(({ photo }) => picture(photo.at(-1)));
  return pictures.length ? el("div", { class: "photos", "data-count": pictures.length }, pictures) : null;
}

function picture({ file_id: id, width, height }) {
  const src = fileUrl(id);
  return button({ class: "photo", "aria-label": say("enlarge"), onclick: () => enlarge(src) },
    el("img", { src, width, height, alt: say("photo") }));
}

function enlarge(src) {
  const { dialog } = modal("viewer", say("photo"),
    el("img", { src, alt: say("photo"), onclick: () => dialog.close() }),
    sign("close", say("close"), "✕", () => dialog.close()));
}

function fileOf({ document: file }) {
  if (!file) return null;
  const name = file.file_name ?? "?";
  return el("a", { class: "file", href: fileUrl(file.file_id), download: name, "aria-label": say("download", { name }) },
    el("span", { class: "file-sign", "aria-hidden": "true" }, file.mime_type?.startsWith("image/") ? "🖼️" : "📄"),
    el("span", {}, el("bdi", {}, name), el("small", {}, sizeOf(file.file_size ?? 0))));
}

const sizeOf = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

function placeOf({ location, venue }) {
  if (!location) return null;
  return el("figure", { class: "place" }, thumbnail(location, venue?.title, () => showPlace(location, venue?.title)),
    el("figcaption", {}, location.live_period ? el("b", {}, `${say("live")} `) : null,
      venue ? el("b", {}, el("bdi", {}, venue.title)) : null,
      el("span", {}, el("bdi", {}, placeName(location, venue?.address)))));
}

function oddityOf(message) {
  const kind = Object.keys(ODDITIES).find((name) => message[name]);
  if (!kind) return null;
  const { first_name: name, question, value } = message[kind];
  return el("p", { class: "oddity" }, el("span", { "aria-hidden": "true" }, ODDITIES[kind]),
    el("bdi", {}, [say(kind), name ?? question ?? value].filter(Boolean).join(": ")));
}

function keys(rows, press) {
  const key = (wish) => button({ onclick: (event) => press(wish, event.currentTarget) }, el("bdi", {}, wish.text));
  return el("div", { class: "keys" }, rows.map((row) => el("div", { class: "row" }, row.map(key))));
}
