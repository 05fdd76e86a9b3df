import type { FlowType, ReferenceKind } from "@genesys-flows/architect";
import type { PropertySpecs } from "../engine/property-specs.ts";

type Json = Record<string, unknown>;

/** What the table of kinds has for every kind of object, whether a resource creates it or not. */
export interface Kind {
  /** Its name in messages: `queue`. */
  readonly noun: string;
  /** Path of the collection: `/api/v2/routing/queues`. A function of the properties where it depends on another object. */
  readonly path: string | ((of: Readonly<Record<string, unknown>>) => string);
  /**
   * Its permission: `routing:queue`, to which `:add`, `:view`, `:edit`, `:delete` are added; a complete permission is used
   * unchanged. Absent: looking it up needs none.
   */
  readonly permission?: string;
  /** The permission to look it up, where `permission` is a complete one for something else. */
  readonly viewPermission?: string;
  /** How documents name it; absent when they cannot. */
  readonly named?: NamedAs;
}

/** What a client may do to an object. */
export type Verb = "add" | "view" | "edit" | "delete";

/** The permission for one thing: `routing:queue:view`; the same for all where it is complete already. */
export function permissionTo(permission: string, verb: Verb): string {
  return permission.split(":").length > 2 ? permission : `${permission}:${verb}`;
}

/** How documents name objects of a kind, and how their listing is read. */
export interface NamedAs {
  readonly kind: ReferenceKind;
  /** Noun in messages about documents, when it is not the kind's own. */
  readonly noun?: string;
  /** For a flow: its type, or `any` for the type that the reference asks for. */
  readonly flow?: FlowType | "any";
  /** Its type in dependency tracking (reference/platform-api.md §5); absent when that does not track it. */
  readonly objectType?: string;
  /**
   * How the next page of the listing is requested: `cursor` by the cursor in the answer's `nextUri`, `query` by the cursor in
   * the answer of a POST whose body is a query. Default: by page number.
   */
  readonly paging?: "cursor" | "query";
  /** The parameter that narrows the listing to a name. Default: `name`. */
  readonly nameParameter?: string;
  /** Search for names that are too many to list, when the listing accepts no name. */
  readonly search?: { readonly path: string; readonly fields: readonly string[]; readonly states?: readonly string[] };
  readonly query?: Readonly<Record<string, string>>;
}

/** Arguments of a lookup. */
export type Arguments = Readonly<Record<string, string | undefined>>;

/** The function that finds one object of a kind by its name or another identity. */
export interface Lookup {
  readonly description: string;
  readonly inputs: PropertySpecs;
  readonly outputs: PropertySpecs;
  /** Narrows the listing. Default: by `name`. */
  readonly query?: (given: Arguments) => Readonly<Record<string, string>>;
  /** Whether an object of the listing matches. Default: its name is the same. */
  readonly same?: (candidate: Json, given: Arguments) => boolean;
  /** The outputs without the id. */
  readonly show: (found: Json) => Json;
  /** For a kind without a listing: the message for an object that does not exist. */
  readonly absent?: (given: Arguments) => string;
}

/** An output that describes a found object. */
export type Shown = "description" | "divisionId";

/** A lookup by name alone. @param shown what it returns in addition to id and name */
export function lookupByName(noun: string, shown: readonly Shown[]): Lookup {
  const outputs: Record<Shown, PropertySpecs[string]> = {
    description: { type: "string", description: `Description of the ${noun}.` },
    divisionId: { type: "string", description: `Id of the ${noun}'s division.` },
  };
  return {
    description: `Looks up ${withArticle(noun)} by name.`,
    inputs: nameOf(noun),
    outputs: { ...idOf(noun), ...nameOf(noun), ...Object.fromEntries(shown.map((name) => [name, outputs[name]])) },
    show: (found) => ({
      name: textOf(found["name"]),
      description: textOf(found["description"]),
      divisionId: textOf((found["division"] as Json | null | undefined)?.["id"]),
    }),
  };
}

export function nameOf(noun: string): PropertySpecs {
  return { name: { type: "string", required: true, description: `Exact name of the ${noun}.` } };
}

/** `a queue`, `an IVR`: a kind's noun with its article. A `u` counts as a consonant, as in "user". */
export function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
}

export function idOf(noun: string): PropertySpecs {
  return { id: { type: "string", required: true, description: `Id of the ${noun}.` } };
}

/** A text of the platform's JSON; undefined when it is empty or not a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
