import { type ArchyDocument, type ArchyReference, references } from "@genesys-flows/architect";
import { Asset } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { namesFlow } from "./known-names.ts";
import { placeAt, placedDocument } from "./place.ts";
import type { FlowInputs } from "./values.ts";

const words: Partial<Record<ArchyReference["kind"], string>> = {
  queue: "queue",
  flow: "flow",
  inqueueFlow: "in-queue flow",
  commonModule: "common module",
  botFlow: "bot flow",
  digitalBotFlow: "digital bot flow",
};

/**
 * Looks up the queues and flows that a document names and no resource of the stack provides, so that a preview says
 * what a publish job would fail of (design §4, "References").
 * @throws Error with every name that the organisation does not have, each with its place
 */
export async function refuseUnknownNames(
  organisation: Organisation,
  document: ArchyDocument,
  inputs: FlowInputs,
): Promise<void> {
  const provided = new Set(Object.keys(inputs.references ?? {}).map((key) => key.toLowerCase()));
  for (const { name } of Object.values(inputs.modules ?? {})) provided.add(`commonmodule:${name.toLowerCase()}`);
  const asked = references(document).filter(
    (reference) =>
      !reference.lookup &&
      !provided.has(`${reference.kind}:${reference.name}`.toLowerCase()) &&
      !(inputs.createStubs && namesFlow(reference)), // flows in a circle: the platform makes stubs of them
  );
  const known = await Promise.all(asked.map((reference) => organisation.names.has(reference)));
  const missing = asked.filter((_, index) => known[index] === false);
  if (missing.length === 0) return;
  const placed = await placedDocument({
    document,
    path: inputs.document instanceof Asset ? inputs.document.path : undefined,
  });
  const lines = missing.map(
    ({ kind, name, path }) => `- ${placeAt(path, placed)}: there is no ${words[kind] ?? kind} '${name}'.`,
  );
  throw new Error(
    `The flow '${document.name}' names what the organisation '${organisation.name}' does not have, nor this stack:\n` +
      `${[...new Set(lines)].join("\n")}\nCorrect the name, or create what it names first; queues can be declared under \`queues:\` in a file of flows/.`,
  );
}
