// What a message says, with links and commands that can be pressed.
import { el } from "./dom.js";

const LIVELY = /https?:\/\/[\x21-\x7e]+|(?<![\w/])\/[a-z][a-z_]{1,31}\b/g;
const START = /^https:\/\/t\.me\/(\w+)\?start=([\w-]+)$/;

/** The text of a message; its `html` was made safe by the server, anything else is plain text. */
export function textOf(message) {
  const text = el("div", { class: "text" });
  if (typeof message.html === "string") text.innerHTML = message.html;
  else text.textContent = message.text ?? message.caption ?? "";
  if (!text.textContent) return null;
  plainParts(text).forEach(enliven);
  return text;
}

/** The token of a link that starts *bot*, or null. */
export function startToken(href, bot) {
  const [, name, token] = START.exec(href) ?? [];
  return name === bot ? token : null;
}

function plainParts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const parts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, pre, code")) parts.push(walker.currentNode);
  return parts;
}

function enliven(node) {
  const parts = [], words = node.data;
  let done = 0;
  for (const { 0: found, index } of words.matchAll(LIVELY)) {
    const word = found.replace(/[.,;:!?)\]}'"]+$/, "");
    parts.push(words.slice(done, index), word.startsWith("/") ? command(word) : link(word));
    done = index + word.length;
  }
  if (done) node.replaceWith(...parts, words.slice(done));
}

const link = (href) => el("a", { href, target: "_blank", rel: "noopener" }, href);
const command = (word) => el("button", { type: "button", class: "link", "data-command": word }, word);
