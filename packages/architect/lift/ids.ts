const VALID = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Makes node ids: a name that is a valid id, else its slug, made unique with `-2`, `-3` in order of the calls. */
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

/** The preferred id of a menu choice, with its menu: the node that the choice leads to often has the choice's name. */
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
