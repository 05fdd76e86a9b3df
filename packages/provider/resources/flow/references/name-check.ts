import type { ArchyDocument, ArchyReference } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { type KnownNames, namesFlow, nounOf, type Organisation } from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import { Asset } from "../../../engine/values.ts";
import { placedDocument, placeOf, placeText } from "../messages/place.ts";
import type { FlowInputs } from "../values.ts";
import { adviceFor, type MissingName, type UncheckedName, uncheckedNames } from "./missing-names.ts";

/** A kind that the client may not list, with the platform's refusal and the first name that was looked up. */
interface RefusedLookup extends Pick<UncheckedName, "kind" | "noun" | "name"> {
  readonly message: string;
}

/** Result for the names in a document that no resource of the stack provides and that may not exist. */
interface UnknownNames {
  readonly missing: readonly MissingName[];
  readonly unchecked: readonly UncheckedName[];
  readonly refused: readonly RefusedLookup[];
}

/**
 * Looks up the names in a document that no resource of the stack provides, so that a preview reports the errors of the
 * later publish job (design §4, "References"). Requests one listing per kind and run.
 * @throws ApiFailure
 */
export async function unknownNames(
  names: KnownNames,
  operation: Pick<Operation, "urn">,
  { document, inputs }: { readonly document: ArchyDocument; readonly inputs: FlowInputs },
): Promise<UnknownNames> {
  const asked = outsideNames(document, inputs);
  const answers = await Promise.all(
    asked.map(async (reference) => ({ reference, answer: await names.find(reference) })),
  );
  const inFlow = ({ kind, name, category }: ArchyReference) => ({
    ...{ kind, noun: nounOf(kind), name, flow: document.name, key: operation.urn.name },
    ...(category !== undefined && { category }),
  });
  const absent = answers.flatMap(({ reference, answer }) => (answer.is === "missing" ? [{ reference, answer }] : []));
  const placed = absent.length === 0 ? undefined : await placedDocument({ document, path: pathOf(inputs) });
  const unasked = answers.flatMap(({ reference, answer }) => (answer.is === "unasked" ? [{ reference, answer }] : []));
  const unchecked = unasked.map(({ reference, answer: { refusal } }): [string, UncheckedName] => [
    JSON.stringify([reference.kind, reference.name.toLowerCase(), reference.category?.toLowerCase()]),
    { ...inFlow(reference), ...(refusal ? { why: "not-allowed", refusal: refusal.message } : { why: "no-lookup" }) },
  ]);
  return {
    missing: placed
      ? absent.map(({ reference, answer: { meant } }) => ({
          ...inFlow(reference),
          ...placeOf(reference.path, placed),
          ...(meant !== undefined && { meant }),
        }))
      : [],
    unchecked: [...new Map(unchecked.toReversed()).values()].toReversed(),
    refused: unasked.flatMap(({ reference, answer: { refusal } }) => {
      const { kind, noun, name } = inFlow(reference);
      return refusal?.first ? [{ kind, noun, name, message: refusal.message }] : [];
    }),
  };
}

/**
 * Like `unknownNames`, for one operation. Kinds that the client may not list are reported and left to the publish job.
 * @throws Error with every missing name and its location
 */
export async function refuseUnknownNames(
  organisation: Pick<Organisation, "name" | "embedded" | "stack"> & { readonly names: KnownNames },
  operation: Operation,
  flow: { readonly document: ArchyDocument; readonly inputs: FlowInputs },
): Promise<void> {
  const { missing, unchecked, refused } = await unknownNames(organisation.names, operation, flow);
  for (const { noun, name, message } of refused) {
    operation.log.note({
      code: "not-checked",
      severity: "warning",
      message: `The ${noun} '${name}' and others of its kind could not be looked up; the publish job will check them. ${message}`,
    });
  }
  const others = unchecked.filter((name) => name.why === "no-lookup" && organisation.names.isFirstMention(name));
  for (const message of uncheckedNames(others)) operation.log.note({ code: "not-checked", severity: "note", message });
  if (missing.length === 0) return;
  const lines = missing.map(({ noun, name, category, meant, ...place }) => {
    const where = category === undefined ? "" : ` in '${category}'`;
    return `- ${placeText(place)}: the ${noun} '${name}'${where} does not exist${meant ? `; ${meant}?` : "."}`;
  });
  throw new Error(
    `The flow '${flow.document.name}' names objects that exist neither in the organisation '${organisation.name}' nor in this stack:\n` +
      `${[...new Set(lines)].join("\n")}\n${adviceFor(missing, organisation)}`,
  );
}

function pathOf({ document }: FlowInputs): string | undefined {
  return document instanceof Asset ? document.path : undefined;
}

/** Objects from outside the stack that must exist before the flow is published. */
function outsideNames(document: ArchyDocument, inputs: FlowInputs): ArchyReference[] {
  const provided = new Set(Object.keys(inputs.references ?? {}).map((key) => key.toLowerCase()));
  for (const { name } of Object.values(inputs.modules ?? {})) provided.add(`commonmodule:${name.toLowerCase()}`);
  return kernel()
    .references(document)
    .filter(
      (reference) =>
        !reference.lookup &&
        !provided.has(`${reference.kind}:${reference.name}`.toLowerCase()) &&
        !(inputs.createStubs && namesFlow(reference)), // flows of a cycle: the platform creates stubs for them
    );
}
