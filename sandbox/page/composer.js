// Where a person writes: text, pictures, a place, commands, and the keys that the bot has laid out.
import { get } from "./api.js";
import { button, el, nameOf, sign } from "./dom.js";
import { choosePlace } from "./place.js";
import { chooseUpload } from "./upload.js";
import { say } from "./words.js";

export class Composer {
  /** *send* is given what the API takes: JSON content, or a form with files. */
  constructor(person, send) {
    this.person = person;
    this.send = send;
    this.input = el("textarea", { rows: 1, placeholder: say("write"), "aria-label": say("writeAs", { name: nameOf(person) }),
      onkeydown: (event) => this.key(event), onpaste: (event) => this.paste(event) });
    this.files = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.attach() });
    this.menu = el("div", { class: "menu", hidden: true, onkeydown: (event) => event.key === "Escape" && this.shut() });
    this.keys = el("div", { class: "reply-keys", role: "group", "aria-label": say("keyboard") });
    this.root = el("div", { class: "composer", onfocusout: (event) => this.left(event) }, this.keys, this.menu, this.bar());
  }

  bar() {
    this.slash = sign("slash", say("commands"), "/", () => this.toggleMenu());
    this.slash.setAttribute("aria-expanded", "false");
    return el("form", { class: "bar", onsubmit: (event) => { event.preventDefault(); this.say(); } }, this.files, this.slash,
      sign("attach", say("attach"), "📎", () => this.files.click()),
      sign("pin", say("place"), "📍", () => this.place()), this.input,
      el("button", { class: "sign send", "aria-label": say("send"), title: say("send") }, el("span", { "aria-hidden": "true" }, "➤")));
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.say();
  }

  /** Send what is written; it comes back when the sandbox refuses it. */
  async say() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    if (!(await this.send({ text }))) this.input.value = text;
  }

  async place() {
    const content = await choosePlace();
    if (content) this.send(content);
  }

  attach() {
    this.offer([...this.files.files]);
    this.files.value = "";
  }

  paste(event) {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    this.offer([...event.clipboardData.files]);
  }

  /** Let the person look at files before they go; what is written so far becomes their caption. */
  async offer(files) {
    if (!files.length) return;
    const forms = await chooseUpload(files, this.input.value);
    if (!forms) return;
    this.input.value = "";
    for (const form of forms) await this.send(form);
  }

  /** Show the keys that the bot has laid out: Telegram's reply keyboard, or null. */
  layKeys(markup) {
    const rows = markup?.keyboard ?? [];
    this.input.placeholder = markup?.input_field_placeholder ?? say("write");
    this.keys.replaceChildren(...rows.map((row) => el("div", { class: "row" }, row.map((key) => this.replyKey(key, markup)))));
  }

  replyKey(key, markup) {
    const label = key.text ?? key;
    const press = () => {
      if (markup.one_time_keyboard) this.layKeys(null);
      if (key.request_location) return this.place();
      return this.send(key.request_contact ? this.contact() : { text: label });
    };
    return button({ onclick: press }, el("bdi", {}, label));
  }

  contact() {
    return { contact: { first_name: this.person.first_name, phone_number: "+8613900000000", user_id: this.person.id } };
  }

  async toggleMenu() {
    if (!this.menu.hidden) return this.shut();
    const { bot } = await get("/sandbox/state");
    const items = bot.commands.map(({ command, description }) => button({ onclick: () => { this.shut(); this.send({ text: `/${command}` }); } },
      el("b", {}, `/${command}`), el("bdi", {}, description)));
    this.menu.replaceChildren(...(items.length ? items : [el("p", {}, say("noCommands"))]));
    this.menu.hidden = false;
    this.slash.setAttribute("aria-expanded", "true");
    items[0]?.focus();
  }

  shut() {
    if (this.menu.contains(document.activeElement)) this.slash.focus();
    this.menu.hidden = true;
    this.slash.setAttribute("aria-expanded", "false");
  }

  left({ relatedTarget }) {
    if (!this.root.contains(relatedTarget) || relatedTarget === this.input) this.shut();
  }
}
