// Who is shown, and what happens live.
import { element, get, post } from "./api.js";
import { Chat } from "./chat.js";
import { setDistricts } from "./map.js";
import { language, words } from "./words.js";

const people = document.querySelector("#people"), main = document.querySelector("#chats");
const chats = new Map(), unread = new Map();
let shown = [], commands = [], seq = 0, offset = 0;
const phone = matchMedia("(max-width: 700px)");

const room = () => (phone.matches ? 1 : Math.max(1, Math.min(4, Math.floor(innerWidth / 345))));

function strip() {
  people.replaceChildren(...[...chats.values()].map(({ person }) => {
    const count = unread.get(person.id) ?? 0;
    return element("button", { ariaPressed: String(shown.includes(person.id)), title: person.role ?? "",
      onclick: () => toggle(person.id), "data-person": person.id },
      element("bdi", {}, person.first_name), count ? element("span", { className: "badge" }, String(count)) : null);
  }));
}

function toggle(id) {
  if (phone.matches) shown = [id];
  else if (shown.includes(id)) shown = shown.filter((one) => one !== id);
  else shown = [...shown, id].slice(-room());
  arrange();
}

async function arrange() {
  shown = shown.slice(0, room());
  for (const id of shown) {
    if (!chats.get(id).root.isConnected) await chats.get(id).load();
    unread.set(id, 0);
    post(`/sandbox/chats/${id}/read`, {});
  }
  main.replaceChildren(...shown.map((id) => chats.get(id).root));
  for (const id of shown) chats.get(id).log.scrollTop = chats.get(id).log.scrollHeight;
  strip();
}

async function refresh() {
  const state = await get("/sandbox/state");
  setDistricts(state.map);
  commands = state.bot.commands;
  seq = state.seq;
  tick(state.now);
  for (const person of state.people) {
    if (!chats.has(person.id)) chats.set(person.id, new Chat(person, commands));
    chats.get(person.id).commands = commands;
    unread.set(person.id, shown.includes(person.id) ? 0 : person.unread);
  }
  if (!shown.length) shown = [...chats.keys()].slice(0, room());
  for (const id of shown) await chats.get(id).load();
  await arrange();
}

function listen() {
  const source = new EventSource(`/sandbox/events?after=${seq}`);
  source.onmessage = async ({ data }) => {
    const event = JSON.parse(data);
    seq = event.seq;
    if (event.type === "clock") tick(event.now);
    else if (event.type === "people") refresh();
    else await heard(event);
  };
  source.onerror = () => { source.close(); setTimeout(() => refresh().catch(() => {}).finally(listen), 1500); };
}

async function heard(event) {
  const chat = chats.get(event.person);
  if (!chat) return;
  if (shown.includes(event.person)) await chat.happened(event);
  else if (event.type === "message" && !event.message.out) {
    unread.set(event.person, (unread.get(event.person) ?? 0) + 1);
    strip();
  }
}

function tick(now) {
  offset = new Date(now) - new Date();
  const local = new Date(Date.now() + offset);
  document.querySelector("#now").textContent = local.toLocaleString(language, {
    timeZone: "Asia/Shanghai", month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
}

for (const button of document.querySelectorAll("#clock button")) {
  const { hours, workingDays, days } = button.dataset;
  button.textContent = hours ? words.hour : workingDays ? words.day : words.week;
  button.onclick = () => post("/sandbox/clock", hours ? { hours: +hours } : workingDays ? { working_days: +workingDays } : { days: +days });
}
setInterval(() => tick(new Date(Date.now() + offset)), 20000);
phone.addEventListener("change", arrange);
await refresh();
listen();
