// Making elements. Children that are strings become text, never markup.
const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; attributes named on… are listeners, null and false ones are left out. */
export const el = (name, attributes, ...children) =>
  furnish(document.createElement(name), attributes, children);

/** The same for a drawing. */
export const svg = (name, attributes, ...children) =>
  furnish(document.createElementNS(SVG, name), attributes, children);

function furnish(made, attributes = {}, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A button that never submits a form. */
export const button = (attributes, ...children) => el("button", { type: "button", ...attributes }, ...children);

/** A button that is only a sign; *label* is what it is called. */
export const sign = (className, label, picture, onclick) =>
  button({ class: `sign ${className}`, "aria-label": label, title: label, onclick },
    el("span", { "aria-hidden": "true" }, picture));

/** The round mark with somebody's initial. */
export const avatar = (person) =>
  el("span", { class: `avatar tone-${Math.abs(person.id) % 8}`, "aria-hidden": "true" },
    [...person.first_name.trim()][0] ?? "?");

/** Somebody's name, kept from turning its surroundings around. */
export const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

/** Show a dialog; resolves with the value of the button that closed it, or "". */
export function modal(className, label, ...children) {
  const dialog = el("dialog", { class: className, "aria-label": label }, ...children);
  document.body.append(dialog);
  dialog.showModal();
  return {
    dialog,
    closed: new Promise((resolve) => dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    })),
  };
}
