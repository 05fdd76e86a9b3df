const VALID = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Hands out node ids: a name that is one already, else its slug, made unique with `-2`, `-3` in order of asking. */
export class NodeIds {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** An id for an action by its display name; for one without a usable name, by its kind. */
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
 * The id that a choice of a menu would have: of the menu and the choice's name, since the node to which the choice leads
 * often has that name itself.
 */
export function choiceId(menu: string, choice: { readonly name: string; readonly transition: string }): string {
  return `${menu}-${slug(choice.name) || slug(choice.transition) || "choice"}`;
}

/** Lower-case letters, digits and hyphens of a text, beginning with a letter; empty when nothing is left. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
}
