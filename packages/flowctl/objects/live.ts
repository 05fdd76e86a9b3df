import { kindRow, type ObjectContent } from "@genesys-flows/project";
import type { LiveObjects } from "@genesys-flows/provider/objects";
import { z } from "zod";
import type { OpenStack } from "../open-stack.ts";
import { contentOf } from "./content.ts";
import type { ObjectName } from "./names.ts";

/** The objects of a stack's organisation, in the words of files. */
export interface OpenObjects {
  readonly objects: LiveObjects;
  /** Id of the home division. */
  readonly home: string;
}

const home = z.looseObject({ id: z.string() });

/** @throws ApiFailure */
export async function openObjects({ organisation, signal }: OpenStack): Promise<OpenObjects> {
  const { LiveObjects } = await import("@genesys-flows/provider/objects");
  const path = "/api/v2/authorization/divisions/home";
  const { id } = await organisation.client.call({ method: "GET", path }, home);
  return { objects: new LiveObjects(organisation, signal), home: id };
}

/** A live object as a file can declare it. */
export interface FoundObject {
  readonly id: string;
  readonly content: ObjectContent;
  /** What a person should know of it: sentences. */
  readonly notes: readonly string[];
}

/** The object with a name. @returns why there is none that can be declared: a sentence @throws ApiFailure */
export async function foundObject({ kind, name }: ObjectName, open: OpenObjects): Promise<FoundObject | string> {
  const { noun } = kindRow(kind);
  const [first, ...others] = await open.objects.named(kind, name);
  const exact = others.length > 0 && others[0]?.name !== name && first?.name === name;
  if (!first) return `The organisation has no ${noun} '${name}'.`;
  if (others.length > 0 && !exact) {
    const ids = [first, ...others].map((one) => `'${one.name}' (${one.id})`).join(", ");
    return `The organisation has several of the name ${noun} '${name}': ${ids}. Rename all but one.`;
  }
  const live = await open.objects.read(kind, first.id);
  if (!live) return `The organisation has no ${noun} '${name}'.`;
  const content = await contentOf(live, open);
  return { id: first.id, ...declarable(content) };
}

/** A recording is on the platform only: such a prompt is named, and stays as it is. */
function declarable(content: ObjectContent): Pick<FoundObject, "content" | "notes"> {
  const { kind, name, properties } = content;
  const languages = (properties["resources"] ?? []) as readonly {
    readonly language?: string;
    readonly filename?: string;
  }[];
  const recorded = languages.filter(({ filename }) => filename !== undefined).map(({ language }) => language);
  if (kind !== "prompt" || recorded.length === 0) return { content, notes: [] };
  const text = `It has recordings (${recorded.join(", ")}), so the file only names it (\`existing\`). To declare it, put the recordings beside the file.`;
  return { content: { kind, name, existing: true, properties: {}, references: [] }, notes: [text] };
}
