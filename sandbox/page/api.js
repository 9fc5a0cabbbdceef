// The people's side of the sandbox over HTTP. A refusal is an Error with the server's sentence.
import { say } from "./words.js";

export const get = (path) => ask(path);

/** POST JSON, or a form with files. */
export function post(path, body) {
  if (body instanceof FormData) return ask(path, { method: "POST", body });
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

async function ask(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  if (!answer) throw new Error(say("noAnswer"));
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `HTTP ${answer.status}`);
  return body;
}
