const VALID = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * Creates node ids. An id is the name, if that is a valid id, otherwise its slug. `-2`, `-3` make it unique, in the
 * order of the calls.
 */
export class NodeIds {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** An id for an action from its display name or, without a usable name, from its kind. */
  next(name: string, kind: string): string {
    const wanted = VALID.test(name) ? name : slug(name) || slug(kind) || "node";
    let id = wanted;
    let count = this.#counts.get(wanted) ?? 1;
    while (this.#taken.has(id)) id = `${wanted}-${++count}`;
    this.#counts.set(wanted, count);
    this.#taken.add(id);
    return id;
  }
}

/**
 * The preferred id of a menu choice. It begins with the id of the menu, because the choice's target node often has the
 * same name as the choice.
 */
export function choiceId(menu: string, choice: { readonly name: string; readonly transition: string }): string {
  return `${menu}-${slug(choice.name) || slug(choice.transition) || "choice"}`;
}

/** A string reduced to lower-case letters, digits and hyphens, beginning with a letter; empty if nothing is left. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
}
