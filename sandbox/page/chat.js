// One person's chat with the bot.
import { element, get, post } from "./api.js";
import { pick, small } from "./map.js";
import { words } from "./words.js";

export class Chat {
  constructor(person, commands) {
    this.person = person;
    this.commands = commands;
    this.path = `/sandbox/chats/${person.id}`;
    this.bubbles = new Map();
    this.build();
  }

  build() {
    const { person } = this;
    this.log = element("ol", { className: "log", "aria-live": "polite", tabIndex: 0 });
    this.reply = element("div", { className: "reply" });
    this.input = element("textarea", { placeholder: words.type, ariaLabel: `${person.first_name}: ${words.type}`,
      onkeydown: (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.say(); } },
      onpaste: (event) => this.upload("photo", [...event.clipboardData.files]) });
    this.photos = element("input", { type: "file", accept: "image/*", multiple: true, hidden: true, className: "photos",
      onchange: () => this.uploadFrom(this.photos, "photo") });
    this.files = element("input", { type: "file", multiple: true, hidden: true, className: "files",
      onchange: () => this.uploadFrom(this.files, "document") });
    const key = (sign, label, action) => element("button", { title: label, ariaLabel: label, onclick: action }, sign);
    this.composer = element("div", { className: "composer" }, this.photos, this.files,
      key("/", words.commands, () => this.menu()), key("🖼", words.photo, () => this.photos.click()),
      key("📎", words.file, () => this.files.click()), key("📍", words.place, () => this.place()),
      this.input, key("➤", words.send, () => this.say()));
    this.block = element("button", { onclick: () => this.toggleBlock() });
    this.root = element("section", { className: "chat", "data-person": person.id, ariaLabel: person.first_name,
      ondragover: (event) => { event.preventDefault(); this.root.classList.add("drop"); },
      ondragleave: () => this.root.classList.remove("drop"),
      ondrop: (event) => { event.preventDefault(); this.root.classList.remove("drop"); this.upload("photo", [...event.dataTransfer.files]); } },
      element("h2", {}, element("bdi", {}, person.first_name), element("small", {}, person.role ?? ""), this.block),
      this.log, this.reply, this.composer);
  }

  async load() {
    const chat = await get(this.path);
    this.bubbles.clear();
    this.log.replaceChildren();
    for (const message of chat.messages) this.show(message);
    this.keyboard(chat.keyboard);
    this.blocked = chat.blocked;
    this.block.textContent = chat.blocked ? "🔕" : "🔔";
    this.block.title = this.block.ariaLabel = chat.blocked ? words.unblock : words.block;
  }

  show(message) {
    const bubble = element("li", { className: `bubble${message.out ? " out" : ""}`, "data-message": message.message_id });
    this.fill(bubble, message);
    const before = this.bubbles.get(message.message_id);
    if (before) before.replaceWith(bubble); else this.log.append(bubble);
    this.bubbles.set(message.message_id, bubble);
    if (!before) this.log.scrollTop = this.log.scrollHeight;
  }

  fill(bubble, message) {
    if (message.photo) {
      const source = (size) => `/sandbox/files/${size.file_id}`;
      bubble.append(element("img", { src: source(message.photo.at(-1)), alt: "📷", loading: "lazy",
        onclick: (event) => enlarge(event.target.src) }));
    }
    if (message.document) bubble.append(element("span", {}, `📄 ${message.document.file_name}`));
    if (message.location) bubble.append(small(message.location));
    if (message.venue) bubble.append(element("b", {}, message.venue.title), ` ${message.venue.address}`);
    for (const odd of ["sticker", "voice", "contact", "dice"]) if (message[odd]) bubble.append(`[${odd}]`);
    const text = element("span", { dir: "auto" });
    if (message.html !== null && message.html !== undefined) text.innerHTML = message.html; // made safe by the server
    else text.textContent = message.text ?? message.caption ?? "";
    bubble.append(text);
    this.links(bubble, message);
    const time = new Date(message.date * 1000).toLocaleTimeString([], { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
    bubble.append(element("span", { className: "meta" }, `${message.edited ? words.edited + " " : ""}${time}`));
    const rows = message.reply_markup?.inline_keyboard;
    if (rows) bubble.append(this.keys(message, rows));
  }

  links(bubble, message) {
    const found = /https:\/\/t\.me\/\w+\?start=([\w-]+)/.exec(message.text ?? "");
    if (found) bubble.append(element("button", { onclick: () => this.send({ text: `/start ${found[1]}` }) }, words.join));
  }

  keys(message, rows) {
    return element("div", { className: "keys" }, ...rows.map((row) => element("div", {}, ...row.map((button) =>
      element("button", { onclick: (event) => {
        event.target.classList.add("pending");
        post(`${this.path}/presses`, { message_id: message.message_id, data: button.callback_data });
        setTimeout(() => event.target.classList.remove("pending"), 1500);
      } }, button.text)))));
  }

  keyboard(markup) {
    const rows = markup?.keyboard ?? [];
    this.reply.replaceChildren(...rows.map((row) => element("div", {}, ...row.map((key) => {
      const label = typeof key === "string" ? key : key.text;
      const contact = { phone_number: "+8613800000000", first_name: "-", user_id: this.person.id };
      const says = key.request_contact ? { contact } : { text: label };
      return element("button", { onclick: () => (key.request_location ? this.place() : this.send(says)) }, label);
    }))));
  }

  async happened(event) {
    if (event.type === "deleted") this.bubbles.get(event.message_id)?.classList.add("gone");
    else if (event.type === "answer" && event.text) this.answer(event);
    else if (event.message) {
      this.show(event.message);
      if (!event.message.out) this.keyboard((await get(this.path)).keyboard);
    }
    if (this.root.isConnected) post(`${this.path}/read`, {});
  }

  answer({ text, alert }) {
    if (alert) {
      const dialog = document.querySelector("#alert");
      dialog.querySelector("p").textContent = text;
      if (!dialog.open) dialog.showModal();
      return;
    }
    const toast = element("div", { className: "toast", role: "status" }, text);
    this.composer.append(toast);
    setTimeout(() => toast.remove(), 3000);
  }

  say() {
    const text = this.input.value;
    this.input.value = "";
    if (text.trim()) this.send({ text });
  }

  send(content) { return post(`${this.path}/messages`, content); }

  async place() {
    const location = await pick();
    if (location) this.send({ location });
  }

  uploadFrom(input, kind) {
    this.upload(kind, [...input.files]);
    input.value = "";
  }

  upload(kind, files) {
    if (!files.length) return;
    const form = new FormData();
    for (const file of files.slice(0, 10)) form.append(kind, file, file.name);
    const caption = this.input.value.trim();
    if (caption) form.append("caption", caption);
    this.input.value = "";
    post(`${this.path}/messages`, form);
  }

  menu() {
    const open = this.composer.querySelector(".menu");
    if (open) { open.remove(); return; }
    this.composer.append(element("div", { className: "menu" }, ...this.commands.map(({ command, description }) =>
      element("button", { onclick: (event) => { event.target.parentElement.remove(); this.send({ text: `/${command}` }); } },
        `/${command} — ${description}`))));
  }

  async toggleBlock() {
    await post(`${this.path}/block`, { blocked: !this.blocked });
    this.load();
  }
}

function enlarge(source) {
  const dialog = document.querySelector("#photo");
  dialog.querySelector("img").src = source;
  dialog.showModal();
}
