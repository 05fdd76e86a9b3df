// @ts-nocheck It runs in a browser, whose types this project does not load.
// Elements are made with texts, never from markup: what a flow says stays text.

export const find = (selector) => document.querySelector(selector);

/** An element with properties, attributes (`data-*`, `aria-*`, `for`) and children. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (/-|^(?:for|class|role)$/.test(key)) element.setAttribute(key, value === true ? "" : value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** `1:05`. */
export function clockText(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A value as people read it: `pin: 1234, verified: true`. */
export function valueText(value) {
  if (value === null || value === undefined) return "not set";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${valueText(one)}`)
    .join(", ");
}
