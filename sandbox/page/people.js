// The strip of people: who is there, who has unread messages, whose chats are shown.
import { avatar, button, el, modal, nameOf } from "./dom.js";
import { say } from "./words.js";

/** Draw the strip; *shown* and *active* are of the chats, *choose* is called with the one pressed. */
export function drawPeople(root, chats, { shown, active, choose }) {
  chats.forEach((chat) => place(root, chat, choose));
  for (const chat of chats) {
    const chip = root.querySelector(`[data-person="${chat.person.id}"]`);
    chip.setAttribute("aria-pressed", String(shown.includes(chat)));
    chip.setAttribute("aria-current", String(chat === active));
    const badge = chip.querySelector(".badge");
    badge.textContent = chat.unread || "";
    badge.setAttribute("aria-label", say("unread", { n: chat.unread }));
  }
}

function place(root, chat, choose) {
  const { person } = chat;
  if (root.querySelector(`[data-person="${person.id}"]`)) return;
  root.append(button({ class: "chip", "data-person": person.id, onclick: () => choose(chat) }, avatar(person),
    el("span", { class: "who" }, el("bdi", { class: "name" }, nameOf(person)), el("small", {}, person.role ?? "")),
    el("span", { class: "badge" })));
}

/** Ask as whom to open an invitation: the chosen chat, or null. The one it was pressed in comes first. */
export async function chooseWho(chats, here, command) {
  const choice = (chat) => el("button", { class: "choice", value: chat.person.id }, avatar(chat.person),
    el("span", { class: "who" }, el("bdi", { class: "name" }, chat === here ? say("joinHere", { name: nameOf(chat.person) }) : nameOf(chat.person)),
      el("small", {}, chat.person.role ?? "")));
  const others = chats.filter((chat) => chat !== here);
  const { closed, dialog } = modal("join", say("joinTitle"), el("h2", {}, say("joinTitle")),
    el("form", { method: "dialog" }, el("div", { class: "choices" }, choice(here), others.map(choice)),
      el("p", { class: "hint" }, say("joinNote", { command })),
      el("menu", {}, button({ onclick: () => dialog.close() }, say("cancel")))));
  const id = await closed;
  return chats.find((chat) => String(chat.person.id) === id) ?? null;
}
