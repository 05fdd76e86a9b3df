import { withArticle } from "@genesys-flows/platform";
import type { PlainResourceSpec } from "../../../packages/provider/resources/plain/spec.ts";
import type { Plain } from "../harness/plugin.ts";
import type { Fixture } from "./fixture.ts";

/** A resource type under test: everything that differs between types. */
export interface Kind {
  readonly type: string;
  /** Inputs of the first `up`, and what the platform shows after it. */
  readonly first: (f: Fixture) => Plain;
  readonly firstLive?: (f: Fixture) => Plain;
  /** Inputs of an update in place; absent where every change replaces. */
  readonly second?: (f: Fixture) => Plain;
  readonly secondLive?: (f: Fixture) => Plain;
  /** Inputs that make a new object, and the properties that a preview names as the reason. */
  readonly third?: (f: Fixture) => Plain;
  readonly replacedBy?: readonly string[];
  /** Path of the live object. */
  readonly path: (id: string) => string;
  /** An edit outside the stack, merged into the live object; and the paths that a preview shows after it. */
  readonly outside?: { readonly method?: string; readonly change: Plain | ((f: Fixture) => Plain) };
  readonly drifted?: readonly string[];
  /** It cannot be deleted: Create takes over one that exists, and Delete leaves it. */
  readonly stays?: boolean;
  /** Arguments of its lookup for the first one, when they are not inputs of the same name; and its outputs without the id. */
  readonly lookup?: { readonly by?: Plain; readonly shows?: (id: string) => Plain };
}

/**
 * A type under test, from its row: an object whose required properties are all texts. The test changes its name, or replaces it
 * when a new name does so. @throws Error for a type that needs more than texts: `kinds.ts` must have its inputs
 */
export function kindOf(spec: PlainResourceSpec): Kind {
  const { properties, path, noun } = spec;
  const needed = Object.keys(properties).filter((name) => properties[name]?.required);
  const others = needed.filter((name) => properties[name]?.type !== "string" || properties[name]?.api !== name);
  if (typeof path !== "string" || !needed.includes("name") || others.length > 0) {
    throw new Error(
      `Add the inputs of ${withArticle(noun)} to test/provider/plain/kinds.ts: its row does not have enough to make them.`,
    );
  }
  const texts = (what: string) => Object.fromEntries(needed.map((name) => [name, `${what} ${noun}`]));
  const described = properties["description"]?.api === "description" ? { description: "first" } : {};
  const base: Kind = {
    type: spec.token,
    path: (id) => `${path}/${encodeURIComponent(id)}`,
    stays: spec.undeletable !== undefined,
    first: () => ({ ...texts("First"), ...described }),
    firstLive: () => ({ ...texts("First"), ...described }),
  };
  if (properties["name"]?.replaceOnChanges || spec.update === "never") {
    return { ...base, third: () => ({ ...texts("First"), ...described, name: `Third ${noun}` }), replacedBy: ["name"] };
  }
  return {
    ...base,
    second: () => texts("Second"),
    secondLive: () => texts("Second"),
    outside: { method: spec.update ?? "PUT", change: { name: "Edited" } },
    drifted: ["name"],
  };
}
