import type { ReferenceKind } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import type { Organisation } from "../../../run/organisation.ts";
import { commandLine } from "../../../text/command-line.ts";
import { namedKind } from "../../names/named-kinds.ts";
import { type Place, placeText } from "../messages/place.ts";

/** What a flow names: a kind and a name. */
interface NameInFlow {
  readonly kind: ReferenceKind;
  /** How messages call the kind. */
  readonly noun: string;
  readonly name: string;
  /** Of a data action: its integration. */
  readonly category?: string | undefined;
  /** Display name of the flow. */
  readonly flow: string;
  readonly key: string;
}

/** A name that neither the organisation nor the stack has, at one place of a flow. */
export interface MissingName extends NameInFlow, Place {
  /** What may be meant: `did you mean 'Support'`. */
  readonly meant?: string | undefined;
}

/** A name of which it is not known whether the organisation has it. */
export interface UncheckedName extends NameInFlow {
  /** The platform offers no lookup of the kind, or does not let this client make it. */
  readonly why: "no-lookup" | "not-allowed";
  /** The platform's refusal, where it does not let the client. */
  readonly refusal?: string;
}

/**
 * One table of what is missing, by kind, name, flow, file and line, every place in a line of its own; then what to do, and
 * what was not checked. Empty where there is neither.
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

/** A line for each reason: `Not checked, since the platform has no lookup for the kind: system prompts 'silence' and 'hold'.` */
export function uncheckedNames(unchecked: readonly UncheckedName[]): string[] {
  const groups = Map.groupBy(unchecked, ({ why, refusal }) => JSON.stringify([why, refusal]));
  return [...groups.values()].map((group) => {
    const [{ why, refusal }] = group as [UncheckedName, ...UncheckedName[]];
    const reason =
      why === "no-lookup"
        ? "since the platform has no lookup for the kind"
        : "since this client may not list the kind; publishing tells";
    const kinds = Map.groupBy(group, ({ noun }) => noun);
    const lists = [...kinds].sort(byText(([noun]) => noun)).map(([noun, names]) => {
      const distinct = [...new Set(names.map(quoted))].sort(byText((name) => name));
      return `${distinct.length === 1 ? noun : pluralOf(noun)} ${listed(distinct)}`;
    });
    return `Not checked, ${reason}: ${lists.join("; ")}.${refusal === undefined ? "" : ` ${refusal}`}`;
  });
}

function headOf(missing: readonly MissingName[], { name }: Pick<Organisation, "name">): string {
  const objects = new Set(missing.map(objectOf)).size;
  const flows = new Set(missing.map(({ key }) => key)).size;
  const named = `${counted(objects, "object")} that ${counted(flows, "flow")} ${flows === 1 ? "names" : "name"}`;
  return `${named} ${objects === 1 ? "exists" : "exist"} neither in the organisation '${name}' nor in this stack. Nothing is published.`;
}

const HEADINGS = ["kind", "name", "flow", "file and line", "note"];

/** Objects in their order. What repeats the line above it is left blank. */
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

/** What an advice depends on. */
type Surroundings = Pick<Organisation, "embedded"> & Partial<Pick<Organisation, "stack">>;

/** What to do about names that do not exist. */
export function adviceFor(
  missing: readonly Pick<MissingName, "kind" | "name">[],
  { embedded, stack }: Surroundings,
): string {
  const own = missing.some(({ kind }) => kind !== "queue" && namedKind(kind)?.madeBy)
    ? "; resources of this stack can create other objects: docs/resources.md"
    : "";
  const queues = missing.some(({ kind }) => kind === "queue")
    ? "; queues can be declared under `queues:` in a file of flows/"
    : "";
  const seed = embedded
    ? ` What exists outside of this stack goes into local/organisation.yaml, then \`${commandLine("flowctl", "org seed", { stack })}\`.`
    : "";
  const [name, what] = missing.length === 1 ? ["name", "what it names"] : ["names", "what they name"];
  return `Correct the ${name}, or create ${what} first${queues}${own}.${seed}`;
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

function pluralOf(noun: string): string {
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${pluralOf(noun)}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} and ${last}`;
}

/** The names that a preview looked for in vain, or could not look up, in all flows: they are reported in one table. */
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

  /** Whether an update would be refused because of them. */
  get refuse(): boolean {
    return this.#missing.length > 0;
  }

  get isEmpty(): boolean {
    return this.#missing.length === 0 && this.#unchecked.length === 0;
  }

  /** The table, and what was not checked; empty where there is neither. */
  text(organisation: Pick<Organisation, "name" | "embedded" | "stack">): string {
    return missingNamesTable(this.#missing, this.#unchecked, organisation);
  }
}
