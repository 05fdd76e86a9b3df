import { referenceKinds } from "../document/reference-kinds.ts";
import { type Check, type CheckContext, type Finding, finding } from "./findings.ts";
import type { ResolvedReference } from "./resolve.ts";

/** Every name that the document uses: a missing object is an error, an object of an unsupported kind a warning. */
export const checkReferences: Check = (context) => context.resolved.flatMap((resolved) => checkOne(context, resolved));

function checkOne(context: CheckContext, resolved: ResolvedReference): Finding[] {
  const { places, organisation, createStubs } = context;
  const { reference } = resolved;
  const { noun, flow } = referenceKinds[reference.kind];
  const place = { path: reference.path, name: reference.name };
  if (resolved.state === "unverified")
    return [
      finding(places, {
        ...place,
        type: "Warning",
        code: "not-verified",
        problem: "could not be verified",
        explanation: `The embedded organisation has no objects of the kind '${noun}', so '${reference.name}' was not looked up.`,
      }),
    ];
  if (resolved.state !== "missing") return [];
  if (reference.lookup)
    return [
      finding(places, {
        ...place,
        type: "Warning",
        code: "lookup-without-match",
        problem: "no matches",
        explanation: `'${reference.name}' is looked up when the flow runs. The organisation has no ${noun} of this name now.`,
      }),
    ];
  if (flow && createStubs)
    return [
      finding(places, {
        ...place,
        type: "Warning",
        code: "stub-created",
        problem: "not published",
        explanation: `The ${noun} '${reference.name}' did not exist; a stub was created.`,
      }),
    ];
  const explanation = `The organisation has no ${noun} '${reference.name}'${
    reference.category === undefined ? "" : ` in the integration '${reference.category}'`
  }.`;
  if (reference.kind === "dataAction" && !organisation.named("integration", reference.category ?? ""))
    return [
      finding(places, {
        path: reference.path.slice(0, -2),
        name: reference.category,
        code: "unknown-integration",
        problem: "no matches",
        explanation: `The organisation has no integration '${reference.category}'.`,
      }),
    ];
  return [finding(places, { ...place, code: `unknown-${reference.kind}`, problem: "no matches", explanation })];
}

/** Referenced flows that exist but were never published: a warning for a target, an error for what would be embedded. */
export const checkPublished: Check = ({ resolved, places, createStubs }) =>
  resolved.flatMap((entry): Finding[] => {
    if (entry.state !== "flow" || entry.flow.publishedVersion !== undefined) return [];
    const { noun, flow } = referenceKinds[entry.reference.kind];
    const embedded = flow === "embedded";
    return [
      finding(places, {
        type: embedded && !createStubs ? "Error" : "Warning",
        code: "not-published",
        problem: "not published",
        path: entry.reference.path,
        name: entry.reference.name,
        explanation: embedded
          ? `The ${noun} '${entry.flow.name}' has no published version to embed.`
          : `The ${noun} '${entry.flow.name}' is not published: a transfer to it fails until it is.`,
      }),
    ];
  });
