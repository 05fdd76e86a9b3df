import { type ArchyDocument, type ArchyReference, references } from "@genesys-flows/architect";
import type { Operation } from "../../rpc/provider.ts";
import { Asset } from "../../rpc/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import { namedKind, namesFlow } from "./named-kinds.ts";
import { placeAt, placedDocument } from "./place.ts";
import type { FlowInputs } from "./values.ts";

/**
 * Looks up what a document names and no resource of the stack provides, so that a preview says what a publish job would
 * fail of (design §4, "References"). What the client may not list is told, and left to the job.
 * @throws Error with every name that the organisation does not have, each with its place
 */
export async function refuseUnknownNames(
  organisation: Organisation,
  operation: Operation,
  flow: { readonly document: ArchyDocument; readonly inputs: FlowInputs },
): Promise<void> {
  const { document, inputs } = flow;
  const asked = outsideNames(document, inputs);
  const answers = await Promise.all(asked.map((reference) => organisation.names.find(reference)));
  const missing: { reference: ArchyReference; meant: string | undefined }[] = [];
  for (const [index, reference] of asked.entries()) {
    const answer = answers[index];
    if (answer?.is === "missing") missing.push({ reference, meant: answer.meant });
    if (answer?.is !== "unasked" || answer.reason === undefined) continue;
    operation.log.warn(
      `Whether there is a ${nounOf(reference)} '${reference.name}', and others of the kind, could not be looked up; publishing tells. ${answer.reason}`,
    );
  }
  if (missing.length === 0) return;
  const placed = await placedDocument({
    document,
    path: inputs.document instanceof Asset ? inputs.document.path : undefined,
  });
  const lines = missing.map(({ reference, meant }) => {
    const { name, category, path } = reference;
    const where = category === undefined ? "" : ` in '${category}'`;
    return `- ${placeAt(path, placed)}: there is no ${nounOf(reference)} '${name}'${where}${meant ? `; ${meant}?` : "."}`;
  });
  throw new Error(
    `The flow '${document.name}' names what the organisation '${organisation.name}' does not have, nor this stack:\n` +
      `${[...new Set(lines)].join("\n")}\n${adviceFor(missing.map(({ reference }) => reference))}`,
  );
}

/** What must be there before the flow is published, and comes from outside of the stack. */
function outsideNames(document: ArchyDocument, inputs: FlowInputs): ArchyReference[] {
  const provided = new Set(Object.keys(inputs.references ?? {}).map((key) => key.toLowerCase()));
  for (const { name } of Object.values(inputs.modules ?? {})) provided.add(`commonmodule:${name.toLowerCase()}`);
  return references(document).filter(
    (reference) =>
      !reference.lookup &&
      !provided.has(`${reference.kind}:${reference.name}`.toLowerCase()) &&
      !(inputs.createStubs && namesFlow(reference)), // flows in a circle: the platform makes stubs of them
  );
}

function adviceFor(missing: readonly ArchyReference[]): string {
  const first = missing.find(({ kind }) => kind !== "queue" && namedKind(kind)?.madeBy);
  const own = first
    ? `; what a resource of the program makes goes into the flow's \`references\`, as \`${first.kind}:${first.name}\``
    : "";
  const queues = missing.some(({ kind }) => kind === "queue")
    ? "; queues can be declared under `queues:` in a file of flows/"
    : "";
  return `Correct the name, or create what it names first${queues}${own}.`;
}

function nounOf({ kind }: ArchyReference): string {
  return namedKind(kind)?.noun ?? kind;
}
