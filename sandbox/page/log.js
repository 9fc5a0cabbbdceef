// The messages of one chat, in order, with days and a line above what is new.
import { el, sign } from "./dom.js";
import { drawMessages, keyOf } from "./message.js";
import { dayOf } from "./time.js";
import { say } from "./words.js";

const NEAR = 90; // pixels from the end that still count as reading the newest

export class Log {
  constructor(name, press) {
    this.press = press;
    this.messages = new Map();
    this.drawn = new Map();
    this.list = el("div", { class: "list", role: "log", tabindex: 0, "aria-label": say("log", { name }), onscroll: () => this.scrolled() });
    this.list.addEventListener("load", () => this.follow(), true); // a picture has got its height
    this.down = sign("newest", say("newest"), "↓", () => this.toNewest());
    this.root = el("div", { class: "log" }, this.list, this.down);
    this.atEnd = true;
    new ResizeObserver(() => this.follow()).observe(this.list);
  }

  get empty() { return this.messages.size === 0; }

  /** Show a whole chat, the last *unread* messages of the bot below a line. */
  fill(messages, unread) {
    const firstNew = unread ? messages.filter((message) => !message.out).at(-unread) : null;
    this.messages.clear();
    this.drawn.clear();
    this.list.replaceChildren();
    this.day = this.line = null;
    for (const message of messages) this.show(message, message === firstNew);
    this.toNewest();
  }

  /** Show a message, in place of its former self if it was here. */
  show(message, isNew = false) {
    this.messages.set(message.message_id, message);
    const key = keyOf(message), before = this.drawn.get(key);
    if (!before) this.announce(message, isNew);
    this.draw(key, before);
    this.follow();
  }

  remove(id) {
    const message = this.messages.get(id);
    if (!message) return;
    this.messages.delete(id);
    const key = keyOf(message);
    this.draw(key, this.drawn.get(key));
  }

  draw(key, before) {
    const messages = [...this.messages.values()].filter((message) => keyOf(message) === key);
    if (!messages.length) {
      before.remove();
      this.drawn.delete(key);
      return;
    }
    const drawn = drawMessages(messages, this.press);
    this.drawn.set(key, drawn);
    if (before) this.replace(before, drawn);
    else this.list.append(drawn);
  }

  /** An edit must not take the keyboard's place away from whoever is in the message. */
  replace(before, drawn) {
    const inside = before.contains(document.activeElement);
    const place = [...before.querySelectorAll("button")].indexOf(document.activeElement);
    before.replaceWith(drawn);
    if (inside) (drawn.querySelectorAll("button")[place] ?? this.list).focus();
  }

  /** The day, where it changes, and the line above the first new message. */
  announce(message, isNew) {
    const day = dayOf(new Date(message.date * 1000));
    if (day !== this.day) this.list.append(el("p", { class: "day" }, el("span", {}, day)));
    this.day = day;
    if (!isNew) return;
    this.line?.remove();
    this.line = el("p", { class: "new-line" }, el("span", {}, say("newMessages")));
    this.list.append(this.line);
  }

  /** No button waits any more. */
  settle() {
    for (const key of this.list.querySelectorAll("[aria-busy]")) key.removeAttribute("aria-busy");
  }

  toNewest() {
    this.atEnd = true;
    this.follow();
  }

  follow() {
    if (this.atEnd) this.list.scrollTop = this.list.scrollHeight;
    this.scrolled();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (!clientHeight) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    this.down.hidden = this.atEnd;
  }
}
