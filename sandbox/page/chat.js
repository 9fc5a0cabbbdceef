// One person's chat with the bot: a column on the desktop, the whole screen on a phone.
import { get, post } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, button, el, modal, nameOf, sign } from "./dom.js";
import { Log } from "./log.js";
import { startToken } from "./text.js";
import { say } from "./words.js";

const TOAST = 4500, TYPING = 6000; // milliseconds; Telegram shows "typing" for about five seconds

export class Chat {
  /** *town* knows the other chats: active, changed(), hide(chat), join(chat, token), bot. */
  constructor(person, town) {
    this.person = person;
    this.town = town;
    this.path = `/sandbox/chats/${person.id}`;
    this.unread = 0;
    this.loaded = false;
    this.composer = new Composer(person, (content) => this.send(content));
    this.log = new Log(nameOf(person), (...press) => this.press(...press));
    this.build();
  }

  build() {
    const name = nameOf(this.person);
    this.badge = el("span", { class: "badge" });
    this.state = el("p", { class: "role" });
    this.bell = sign("bell", "", "", () => this.block(!this.blocked));
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.revive = button({ class: "primary wide", hidden: true, onclick: () => this.block(false) }, say("unblock"));
    this.begin = button({ class: "primary wide", hidden: true, onclick: () => this.send({ text: "/start" }) }, say("begin"));
    this.root = el("section", { class: "chat", "data-person": this.person.id, "aria-label": name, "data-drop": say("dropHere"),
      onpointerdown: () => this.town.attend(this), onfocusin: () => this.town.attend(this), onclick: (event) => this.follow(event),
      ondragover: (event) => this.hover(event, true), ondragleave: (event) => this.hover(event, false),
      ondrop: (event) => { this.hover(event, false); this.composer.offer([...event.dataTransfer.files]); } },
    el("header", {}, avatar(this.person), el("div", { class: "who" }, el("h2", {}, el("bdi", {}, name), this.badge), this.state),
      this.bell, sign("hide", say("hide", { name }), "✕", () => this.town.hide(this))),
    this.log.root, this.toasts, this.revive, this.begin, this.composer.root);
    this.quiet();
  }

  /** Fetch the chat as it stands. */
  async load() {
    const chat = await get(this.path);
    this.unread = chat.unread;
    this.loaded = true;
    this.log.fill(chat.messages, chat.unread);
    this.composer.layKeys(chat.keyboard);
    this.setBlocked(chat.blocked);
    this.mark();
  }

  async send(content) {
    return this.attempt(async () => {
      await post(`${this.path}/messages`, content);
      this.log.toNewest();
    });
  }

  async press(message, key, element) {
    if (key.url) return this.open(key.url);
    element.setAttribute("aria-busy", "true");
    const pressed = await this.attempt(() =>
      post(`${this.path}/presses`, { message_id: message.message_id, data: key.callback_data }));
    return pressed || element.removeAttribute("aria-busy");
  }

  async block(blocked) {
    if (await this.attempt(() => post(`${this.path}/block`, { blocked }))) this.setBlocked(blocked);
  }

  /** Do it; a refusal becomes a note in this chat. Returns whether it was done. */
  async attempt(deed) {
    try {
      await deed();
      return true;
    } catch (error) {
      this.toast(say("failed", { why: error.message }), "trouble");
      return false;
    }
  }

  /** Something came from the sandbox for this person. */
  happened(event) {
    const { type, message } = event;
    if (type === "typing") this.typing();
    else if (type === "answer") this.answered(event);
    else if (type === "deleted") this.log.remove(event.message_id);
    else if (type === "edited") this.log.show(message);
    else if (type === "message") this.said(message);
  }

  said(message) {
    const attended = this.town.active === this && !document.hidden;
    this.unread = message.out ? 0 : this.unread + 1;
    this.log.show(message, !attended && this.unread === 1 && !message.out);
    this.begin.hidden = true;
    this.quiet();
    if (attended) this.read();
    else this.mark();
    if (!message.out && this.loaded) this.attempt(() => this.refreshKeys());
  }

  async refreshKeys() {
    this.composer.layKeys((await get(this.path)).keyboard);
  }

  /** The person has seen everything. */
  read() {
    if (!this.unread) return;
    this.unread = 0;
    this.attempt(() => post(`${this.path}/read`, {}));
    this.mark();
  }

  mark() {
    this.badge.textContent = this.unread || "";
    this.badge.setAttribute("aria-label", say("unread", { n: this.unread }));
    this.begin.hidden = !this.loaded || this.blocked || !this.log.empty;
    this.town.changed();
  }

  setBlocked(blocked) {
    const label = say(blocked ? "unblock" : "block");
    this.blocked = blocked;
    this.bell.firstChild.textContent = blocked ? "🔕" : "🔔";
    this.bell.setAttribute("aria-label", label);
    this.bell.setAttribute("aria-pressed", String(blocked));
    this.bell.title = label;
    this.revive.hidden = !blocked;
    this.composer.root.hidden = blocked;
    this.quiet();
  }

  typing() {
    this.state.classList.add("typing");
    this.state.textContent = say("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.quiet(), TYPING);
  }

  quiet() {
    clearTimeout(this.timer);
    this.state.classList.remove("typing");
    this.state.textContent = this.blocked ? say("blocked") : this.person.role ?? "";
  }

  /** The bot has answered a press. */
  answered({ text, alert }) {
    this.log.settle();
    if (text && alert) this.warn(text);
    else if (text) this.toast(text, "answer");
  }

  warn(text) {
    modal("alert", say("alertFor", { name: nameOf(this.person) }),
      el("p", { class: "to" }, avatar(this.person), el("bdi", {}, nameOf(this.person))), el("p", { class: "text" }, text),
      el("form", { method: "dialog" }, el("menu", {}, el("button", { class: "primary", autofocus: true }, say("ok")))));
  }

  toast(text, kind) {
    const toast = el("p", { class: `toast ${kind}` }, el("bdi", {}, text));
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST);
  }

  /** A link or command in a message was pressed. */
  follow(event) {
    const { command } = event.target.dataset;
    const link = event.target.closest("a[href]");
    if (command) this.send({ text: command });
    else if (link && startToken(link.href, this.town.bot.username)) {
      event.preventDefault();
      this.open(link.href);
    }
  }

  open(href) {
    const token = startToken(href, this.town.bot.username);
    if (token) this.town.join(this, token);
    else window.open(href, "_blank", "noopener");
  }

  hover(event, over) {
    event.preventDefault();
    if (over || !this.root.contains(event.relatedTarget)) this.root.classList.toggle("dropping", over && !this.blocked);
  }
}
