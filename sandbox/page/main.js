// The page: people above, their chats below, the clock between.
import { get } from "./api.js";
import { Chat } from "./chat.js";
import { Clock } from "./clock.js";
import { el } from "./dom.js";
import { setDistricts } from "./geography.js";
import { follow } from "./live.js";
import { drawAtlas } from "./map.js";
import { chooseWho, drawPeople } from "./people.js";
import { locale, say, switchLanguage } from "./words.js";

const COLUMN = 350; // pixels a chat needs
const part = (id) => document.getElementById(id);
const phone = matchMedia("(max-width: 700px)");

class Town {
  constructor() {
    this.chats = new Map();
    this.shown = [];
    this.active = null;
    this.clock = new Clock(part("clock"), (error) => this.active?.toast(say("failed", { why: error.message }), "trouble"));
    phone.addEventListener("change", () => this.arrange());
    document.addEventListener("visibilitychange", () => document.hidden || this.active?.read());
  }

  /** Fetch how everything stands; returns the number of the last event that is in it. */
  async catchUp() {
    const { bot, map, now, people, seq } = await get("/sandbox/state");
    this.bot = bot;
    this.clock.set(now);
    setDistricts(map);
    drawAtlas();
    for (const { unread, ...person } of people) this.know(person, unread);
    this.chooseFirst();
    await Promise.all(this.shown.map((chat) => chat.load()));
    this.arrange();
    return seq;
  }

  know(person, unread) {
    if (!this.chats.has(person.id)) this.chats.set(person.id, new Chat(person, this));
    this.chats.get(person.id).unread = unread;
  }

  /** Those whom the address names, or as many as there is room for. */
  chooseFirst() {
    if (this.shown.length) return;
    const named = location.hash.slice(1).split(",").map((id) => this.chats.get(Number(id))).filter(Boolean);
    const room = Math.max(1, Math.floor(innerWidth / COLUMN));
    this.shown = named.length ? named : [...this.chats.values()].slice(0, room);
    this.active = this.shown[0] ?? null;
  }

  happened(event) {
    if (event.type === "clock") this.clock.moved(event.now);
    else if (event.type === "people") this.meet();
    else this.chats.get(event.person)?.happened(event);
  }

  /** Somebody came, or changed. */
  async meet() {
    const { people } = await get("/sandbox/state");
    for (const { unread, ...person } of people) this.know(person, unread);
    this.changed();
  }

  /** Bring a chat to the front. */
  async choose(chat) {
    if (!this.shown.includes(chat)) this.shown.push(chat);
    if (!chat.loaded) await chat.attempt(() => chat.load());
    this.attend(chat);
    this.arrange();
    chat.root.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!phone.matches) chat.composer.input.focus();
  }

  /** This chat is the one that is looked at. */
  attend(chat) {
    this.active = chat;
    chat.read();
    this.changed();
  }

  hide(chat) {
    this.shown = this.shown.filter((one) => one !== chat);
    if (this.active === chat) this.active = this.shown[0] ?? null;
    this.arrange();
  }

  /** Put the columns up: all that are shown, or on a phone only the active one. */
  arrange() {
    const order = [...this.chats.values()].filter((chat) => this.visible.includes(chat));
    const before = [...part("chats").querySelectorAll(".chat")];
    before.filter((root) => !order.some((chat) => chat.root === root)).forEach((root) => root.remove());
    order.forEach((chat, i) => {
      const here = part("chats").children[i];
      if (here !== chat.root) part("chats").insertBefore(chat.root, here ?? null);
    });
    history.replaceState(null, "", `#${this.shown.map((chat) => chat.person.id).join(",")}`);
    if (this.active && !document.hidden) this.active.read();
    this.changed();
  }

  get visible() { return phone.matches ? [this.active] : this.shown; }

  /** Show who has unread messages and whose turn it is. */
  changed() {
    const chats = [...this.chats.values()];
    drawPeople(part("people"), chats, { shown: this.visible, active: this.active, choose: (chat) => this.choose(chat) });
    for (const { root } of chats) root.classList.toggle("active", root === this.active?.root);
    part("nobody").textContent = say(chats.length ? "nobody" : "noPeople");
    part("nobody").hidden = this.visible.some(Boolean);
  }

  /** An invitation was pressed in *here*: whoever is chosen opens it. */
  async join(here, token) {
    const command = `/start ${token}`;
    const chat = await chooseWho([...this.chats.values()], here, command);
    if (!chat) return;
    await this.choose(chat);
    await chat.send({ text: command });
  }
}

function speak() {
  document.documentElement.lang = locale;
  document.title = say("title");
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
  for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", say(place.dataset.label));
  part("language").addEventListener("click", switchLanguage);
}

speak();
const town = new Town();
await follow({
  catchUp: () => town.catchUp(),
  happened: (event) => town.happened(event),
  connected: (yes) => { part("offline").hidden = yes; },
});
