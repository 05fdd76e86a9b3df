import type { FlowType, ReferenceKind } from "@genesys-flows/architect";
import type { PropertySpecs } from "../engine/property-specs.ts";

type Json = Record<string, unknown>;

/** What the table of kinds knows of every kind of object, whether a resource creates it or not. */
export interface Kind {
  /** What a person calls it: `queue`. */
  readonly noun: string;
  /** Collection: `/api/v2/routing/queues`; for a part of something else, made of its properties. */
  readonly path: string | ((of: Readonly<Record<string, unknown>>) => string);
  /** How documents name it; absent where they cannot. */
  readonly named?: NamedAs;
}

/** How documents name objects of a kind, and how their listing is read. */
export interface NamedAs {
  readonly kind: ReferenceKind;
  /** How messages about documents call it, where the kind's own noun is another one. */
  readonly noun?: string;
  /** It is a flow: of this type, or of whatever type the reference asks for. */
  readonly flow?: FlowType | "any";
  /** As dependency tracking calls it (reference/platform-api.md §5); absent for what it does not track. */
  readonly objectType?: string;
  /**
   * How the pages of the listing follow one another: by number, by the cursor in the answer's `nextUri`, or by the cursor in
   * the answer of a POST whose body is a query. By number unless given.
   */
  readonly paging?: "cursor" | "query";
  /** The parameter by which the listing is narrowed to a name; `name` unless given. */
  readonly nameParameter?: string;
  /** Where names are asked for when there are too many to list, and the listing takes no name. */
  readonly search?: { readonly path: string; readonly fields: readonly string[]; readonly states?: readonly string[] };
  readonly query?: Readonly<Record<string, string>>;
}

/** Arguments of a lookup. */
export type Arguments = Readonly<Record<string, string | undefined>>;

/** The function that finds one object of a kind by what people call it. */
export interface Lookup {
  readonly description: string;
  readonly inputs: PropertySpecs;
  readonly outputs: PropertySpecs;
  /** Narrows the listing; default: by `name`. */
  readonly query?: (given: Arguments) => Readonly<Record<string, string>>;
  /** Whether an object of the listing is the wanted one; default: the name is the same. */
  readonly same?: (candidate: Json, given: Arguments) => boolean;
  /** The outputs, beside the id. */
  readonly show: (found: Json) => Json;
  /** For a kind without a listing: what to say when the object at the address of its id does not exist. */
  readonly absent?: (given: Arguments) => string;
}

/** An output that describes a found object. */
export type Shown = "description" | "divisionId";

/** A lookup by name alone. @param shown what it returns beside id and name */
export function lookupByName(noun: string, shown: readonly Shown[]): Lookup {
  const outputs: Record<Shown, PropertySpecs[string]> = {
    description: { type: "string", description: `Description of the ${noun}.` },
    divisionId: { type: "string", description: `Id of the ${noun}'s division.` },
  };
  return {
    description: `Looks up a ${noun} of the organisation by name.`,
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
  return { name: { type: "string", required: true, description: `Name of the ${noun}, exactly.` } };
}

export function idOf(noun: string): PropertySpecs {
  return { id: { type: "string", required: true, description: `Id of the ${noun}.` } };
}

/** A text of the platform's JSON; undefined where it is empty or no text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
