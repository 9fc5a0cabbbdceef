// A look at pictures and files before they are sent.
import { button, el, modal } from "./dom.js";
import { say } from "./words.js";

const ALBUM = 10; // Telegram's limit

/** Ask how to send *files*: the forms to post, an album each, or null. */
export async function chooseUpload(files, caption) {
  const pictures = files.every((file) => file.type.startsWith("image/"));
  const previews = files.map(preview);
  const note = el("input", { type: "text", name: "caption", maxlength: 1024 });
  note.value = caption;
  const form = el("form", { method: "dialog" }, pictures ? ways() : el("p", {}, say("onlyFile")),
    el("label", {}, say("caption"), note),
    el("menu", {}, button({ onclick: () => dialog.close() }, say("cancel")),
      el("button", { class: "primary", value: "send" }, say("send"))));
  const title = say("uploadTitle", { n: files.length });
  const { dialog, closed } = modal("upload", title, el("h2", {}, title),
    el("ul", { class: "previews" }, previews.map(({ item }) => item)), form);
  note.focus();
  const answer = await closed;
  previews.forEach(({ url }) => URL.revokeObjectURL(url));
  return answer === "send" ? formsOf(files, form.elements.way?.value ?? "document", note.value.trim()) : null;
}

function ways() {
  const way = (value, label, note, checked) => el("label", {}, el("input", { type: "radio", name: "way", value, checked }),
    el("span", {}, el("b", {}, label), el("small", {}, note)));
  return el("fieldset", { class: "ways" }, way("photo", say("asPhoto"), say("asPhotoNote"), true),
    way("document", say("asFile"), say("asFileNote"), false));
}

function preview(file) {
  const url = URL.createObjectURL(file);
  const name = el("bdi", {}, file.name);
  const picture = el("img", { src: url, alt: "", onerror: () => picture.remove() });
  return { url, item: el("li", {}, file.type.startsWith("image/") ? picture : null, name) };
}

function formsOf(files, way, caption) {
  const albums = Array.from({ length: Math.ceil(files.length / ALBUM) }, (_, i) => files.slice(i * ALBUM, (i + 1) * ALBUM));
  return albums.map((album, i) => {
    const form = new FormData();
    for (const file of album) form.append(way, file, file.name);
    if (caption && i === 0) form.append("caption", caption);
    return form;
  });
}
