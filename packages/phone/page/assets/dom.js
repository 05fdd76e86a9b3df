// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Builds elements from text, never from markup, so that text from a flow cannot inject HTML.

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

/** Minutes and seconds: `1:05`. */
export function clockText(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A value in readable form: `pin: 1234, verified: true`. */
export function valueText(value) {
  if (value === null || value === undefined) return "not set";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${valueText(one)}`)
    .join(", ");
}
