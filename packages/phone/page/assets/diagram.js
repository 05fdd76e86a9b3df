// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// The diagram of the current flow: highlights the current node and marks the visited ones.

import { diagram } from "./api.js";
import { find } from "./dom.js";

const keyOf = ({ flow, type, version = "" }) => JSON.stringify([flow, type, version]);

export class Diagram {
  /** Diagrams by flow, once loaded. */
  #drawn = new Map();
  /** Visited nodes by flow. */
  #taken = new Map();
  #shown = "";
  #call;

  begin(call) {
    this.#call = call;
    this.#drawn.clear();
    this.#taken.clear();
    this.#shown = "";
    find("#diagram").replaceChildren();
  }

  /** Shows a place as the current position of the call. */
  async at({ flow, type, version, node }) {
    const key = keyOf({ flow, type, version });
    const taken = this.#taken.get(key) ?? new Set();
    if (node !== undefined) this.#taken.set(key, taken.add(node));
    find("#present").textContent =
      `${flow}${version === undefined ? "" : ` ${version}`}${node === undefined ? "" : ` · ${node}`}`;
    find("#present").classList.remove("none");
    if (this.#shown !== key) await this.#show(key, { flow, type, ...(version !== undefined && { version }) });
    if (this.#shown === key) this.#light(taken, node);
  }

  async #show(key, place) {
    this.#shown = key;
    if (!this.#drawn.has(key))
      this.#drawn.set(
        key,
        diagram(this.#call, place).catch(() => undefined),
      );
    const drawn = await this.#drawn.get(key);
    if (this.#shown !== key) return;
    // The server builds the markup and escapes every text in it.
    const { body } = new DOMParser().parseFromString(drawn?.html ?? "", "text/html");
    find("#diagram").replaceChildren(...body.childNodes);
  }

  #light(taken, node) {
    for (const step of find("#diagram").querySelectorAll("[data-node]")) {
      const { node: id } = step.dataset;
      step.classList.toggle("taken", taken.has(id));
      const isPresent = id === node;
      step.classList.toggle("present", isPresent);
      if (isPresent) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
      if (isPresent) scrolledTo(step);
    }
  }
}

/** Scrolls a step into view inside the diagram, without scrolling the page. */
function scrolledTo(step) {
  const box = find("#diagram");
  const [inner, outer] = [step.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.top > outer.bottom - 60) box.scrollTop += inner.top - outer.top - 40;
}
