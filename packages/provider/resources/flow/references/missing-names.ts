import type { ReferenceKind } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { count, plural } from "@genesys-flows/architect/count";
import { commandLine, namedKind, type Organisation } from "@genesys-flows/platform";
import type { FindingPlace } from "../../../run/findings.ts";
import { placeText } from "../messages/place.ts";

interface NameInFlow {
  readonly kind: ReferenceKind;
  readonly noun: string;
  readonly name: string;
  /** The integration of a data action. */
  readonly category?: string | undefined;
  readonly flow: string;
  readonly key: string;
}

/** A name that exists neither in the organisation nor in the stack, at one location in a flow. */
export interface MissingName extends NameInFlow, FindingPlace {
  /** The probable name: `did you mean 'Support'`. */
  readonly meant?: string | undefined;
}

/** A name that could not be looked up in the organisation. */
export interface UncheckedName extends NameInFlow {
  /** The platform has no lookup for the kind, or this client lacks the permission. */
  readonly why: "no-lookup" | "not-allowed";
  readonly refusal?: string;
}

/**
 * A table of missing names with kind, name, flow, file and line, one row per location, followed by the fix and the
 * names that were not checked. Empty if no name is missing or unchecked.
 */
export function missingNamesTable(
  missing: readonly MissingName[],
  unchecked: readonly UncheckedName[],
  organisation: Pick<Organisation, "name"> & Surroundings,
): string {
  const parts: string[] = [];
  if (missing.length > 0) {
    const ordered = missing.toSorted(byObject);
    parts.push(headOf(ordered, organisation), tableOf(ordered).join("\n"), adviceFor(ordered, organisation));
  }
  if (unchecked.length > 0) parts.push(uncheckedNames(unchecked).join("\n"));
  return parts.join("\n\n");
}

/**
 * One line per reason: `Not checked, because the platform cannot look up this kind of object: system prompts
 * 'silence' and 'hold'.`
 */
export function uncheckedNames(unchecked: readonly UncheckedName[]): string[] {
  const groups = Map.groupBy(unchecked, ({ why, refusal }) => JSON.stringify([why, refusal]));
  return [...groups.values()].map((group) => {
    const [{ why, refusal }] = group as [UncheckedName, ...UncheckedName[]];
    const reason =
      why === "no-lookup"
        ? "because the platform cannot look up this kind of object"
        : "because this client lacks permission to list this kind of object (the publish job will check them)";
    const kinds = Map.groupBy(group, ({ noun }) => noun);
    const lists = [...kinds].sort(byText(([noun]) => noun)).map(([noun, names]) => {
      const distinct = [...new Set(names.map(quoted))].sort(byText((name) => name));
      return `${distinct.length === 1 ? noun : plural(noun)} ${listed(distinct)}`;
    });
    return `Not checked, ${reason}: ${lists.join("; ")}.${refusal === undefined ? "" : ` ${refusal}`}`;
  });
}

function headOf(missing: readonly MissingName[], { name }: Pick<Organisation, "name">): string {
  const objects = new Set(missing.map(objectOf)).size;
  const flows = new Set(missing.map(({ key }) => key)).size;
  const named = `${count(objects, "object")} that ${count(flows, "flow")} ${flows === 1 ? "names" : "name"}`;
  return `${named} ${objects === 1 ? "exists" : "exist"} neither in the organisation '${name}' nor in this stack. Nothing is published.`;
}

const HEADINGS = ["kind", "name", "flow", "file and line", "note"];

/** Table rows, in the order of the objects. A cell that would repeat the cell above is blank. */
function tableOf(missing: readonly MissingName[]): string[] {
  const objects = Map.groupBy(missing, objectOf);
  const rows: string[][] = [];
  let kind: string | undefined;
  for (const places of objects.values()) {
    const [{ noun, name, category, meant }] = places as [MissingName, ...MissingName[]];
    let head = [noun === kind ? "" : noun, category === undefined ? name : `${category} / ${name}`];
    let note = meant === undefined ? "" : `${meant}?`;
    kind = noun;
    const flows = Map.groupBy(places.toSorted(byPlace), ({ key }) => key);
    for (const [first, ...others] of flows.values()) {
      if (!first) continue;
      const lines = [...new Set([first, ...others].map(placeText))];
      for (const [index, line] of lines.entries()) {
        rows.push([...head, index === 0 ? first.flow : "", line, note]);
        head = ["", ""];
        note = "";
      }
    }
  }
  const noted = rows.some((row) => row.at(-1) !== "");
  return columns(noted ? HEADINGS : HEADINGS.slice(0, -1), noted ? rows : rows.map((row) => row.slice(0, -1)));
}

type Surroundings = Pick<Organisation, "embedded"> & Partial<Pick<Organisation, "stack">>;

export function adviceFor(
  missing: readonly Pick<MissingName, "kind" | "name">[],
  { embedded, stack }: Surroundings,
): string {
  const own = missing.some(({ kind }) => kind !== "queue" && namedKind(kind)?.madeBy)
    ? " Resources in this stack can create objects of other kinds: docs/resources.md."
    : "";
  const queues = missing.some(({ kind }) => kind === "queue")
    ? " Queues can be declared under `queues:` in a file of flows/."
    : "";
  const seed = embedded
    ? ` Add objects that exist outside this stack to local/organisation.yaml, then run \`${commandLine("flowctl", "org seed", { stack })}\`.`
    : "";
  const [name, object] = missing.length === 1 ? ["name", "object"] : ["names", "objects"];
  return `Correct the ${name}, or create the ${object} first.${queues}${own}${seed}`;
}

function objectOf({ kind, name, category }: NameInFlow): string {
  return JSON.stringify([kind, name.toLowerCase(), category?.toLowerCase()]);
}

function byObject(a: MissingName, b: MissingName): number {
  return compare(a.noun, b.noun) || compare(a.category ?? "", b.category ?? "") || compare(a.name, b.name);
}

function byPlace(a: MissingName, b: MissingName): number {
  return compare(a.flow, b.flow) || compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0);
}

function byText<Item>(textOf: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => compare(textOf(a), textOf(b));
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function quoted({ name, category }: NameInFlow): string {
  return category === undefined ? `'${name}'` : `'${name}' in '${category}'`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(texts: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(texts);
}

/** Names in all flows that a preview did not find or could not look up, for one common table. */
export class NameFindings {
  readonly #missing: MissingName[] = [];
  readonly #unchecked: UncheckedName[] = [];

  add(found: { readonly missing: readonly MissingName[]; readonly unchecked: readonly UncheckedName[] }): void {
    this.#missing.push(...found.missing);
    this.#unchecked.push(...found.unchecked);
  }

  clear(): void {
    this.#missing.length = 0;
    this.#unchecked.length = 0;
  }

  /** Whether an update would be refused because of missing names. */
  get refuse(): boolean {
    return this.#missing.length > 0;
  }

  get isEmpty(): boolean {
    return this.#missing.length === 0 && this.#unchecked.length === 0;
  }

  /** The table and the names that were not checked; empty if there is nothing to report. */
  text(organisation: Pick<Organisation, "name" | "embedded" | "stack">): string {
    return missingNamesTable(this.#missing, this.#unchecked, organisation);
  }
}
