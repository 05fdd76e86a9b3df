import { withArticle } from "@genesys-flows/platform";
import { type PropertySpec, type PropertySpecs, text } from "../engine/property-specs.ts";

type Json = Record<string, unknown>;

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
  const outputs: Record<Shown, PropertySpec> = {
    description: text(`Description of the ${noun}.`),
    divisionId: text(`Id of the ${noun}'s division.`),
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
  return { name: text(`Exact name of the ${noun}.`, { required: true }) };
}

export function idOf(noun: string): PropertySpecs {
  return { id: text(`Id of the ${noun}.`, { required: true }) };
}

/** A text of the platform's JSON; undefined when it is empty or not a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
