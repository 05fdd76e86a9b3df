import { referenceKinds } from "../document/reference-kinds.ts";
import type { Check, CheckContext, Problem } from "./findings.ts";
import type { ResolvedReference } from "./resolve.ts";

/** Checks every name in the document: a missing object is an error, an object of an unsupported kind is a warning. */
export const checkReferences: Check = (context) => context.resolved.flatMap((resolved) => checkOne(context, resolved));

function checkOne({ organisation, createStubs }: CheckContext, { state, reference }: ResolvedReference): Problem[] {
  const { kind, name, category, path, lookup } = reference;
  const { noun, flow } = referenceKinds[kind];
  const warning = (code: string, problem: string, explanation: string): Problem[] => [
    { type: "Warning", code, problem, path, name, explanation },
  ];
  if (state === "unverified") {
    const why = `The embedded organisation has no objects of the kind '${noun}', so '${name}' was not looked up.`;
    return warning("not-verified", "could not be verified", why);
  }
  if (state !== "missing") return [];
  if (lookup) {
    const why = `'${name}' is looked up when the flow runs. The organisation currently has no ${noun} with this name.`;
    return warning("lookup-without-match", "no matches", why);
  }
  if (flow && createStubs)
    return warning("stub-created", "not published", `The ${noun} '${name}' did not exist; a stub was created.`);
  const problem = "no matches";
  if (kind === "dataAction" && !organisation.named("integration", category ?? "")) {
    const explanation = `The organisation has no integration '${category}'.`;
    return [{ code: "unknown-integration", problem, path: path.slice(0, -2), name: category, explanation }];
  }
  const where = category === undefined ? "" : ` in the integration '${category}'`;
  const explanation = `The organisation has no ${noun} '${name}'${where}.`;
  return [{ code: `unknown-${kind}`, problem, path, name, explanation }];
}

/**
 * Reports referenced flows that exist but were never published: a warning for the target of a transfer, an error for an
 * embedded flow.
 */
export const checkPublished: Check = ({ resolved, createStubs }) =>
  resolved.flatMap((entry): Problem[] => {
    if (entry.state !== "flow" || entry.flow.publishedVersion !== undefined) return [];
    const { kind, name, path } = entry.reference;
    const { noun, flow } = referenceKinds[kind];
    const embedded = flow === "embedded";
    const which = `The ${noun} '${entry.flow.name}'`;
    return [
      {
        ...(embedded && !createStubs ? {} : { type: "Warning" }),
        code: "not-published",
        problem: "not published",
        path,
        name,
        explanation: embedded
          ? `${which} has no published version to embed.`
          : `${which} is not published. Transfers to it fail until it is published.`,
      },
    ];
  });
