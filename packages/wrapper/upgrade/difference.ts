import { count } from "@genesys-flows/architect/count";
import { type Facts, type Finding, isError } from "./facts.ts";

/** The changes to one stack caused by a different version of the product. */
export interface Difference {
  /**
   * Flows that the next update would publish again, each with the reason. Undefined if either version cannot compile
   * all flows.
   */
  readonly published: readonly { readonly flow: string; readonly because: string }[] | undefined;
  readonly appear: readonly Finding[];
  readonly go: readonly Finding[];
  /** Number of errors that the other version finds. */
  readonly errors: number;
}

export function differenceOf(present: Facts, other: Facts): Difference {
  return {
    published: present.documents && other.documents && publishedAgain(present.documents, other.documents),
    appear: without(other.findings, present.findings),
    go: without(present.findings, other.findings),
    errors: other.findings.filter(isError).length,
  };
}

type Documents = NonNullable<Facts["documents"]>;

function publishedAgain(present: Documents, other: Documents): Difference["published"] {
  const before = new Map(present.map(({ flow, digest }) => [flow, digest]));
  const differs = new Set(other.filter(({ flow, digest }) => before.get(flow) !== digest).map(({ flow }) => flow));
  return other.flatMap(({ flow, modules }) => {
    if (!before.has(flow)) return { flow, because: "only the other version reads it as a flow" };
    if (differs.has(flow)) return { flow, because: "its document differs" };
    const changed = modules.filter((module) => differs.has(module));
    return changed.length === 0 ? [] : { flow, because: `it calls ${changed.join(", ")}` };
  });
}

/** The findings that are not in `others`. Two findings at the same location are equal even if their messages differ. */
function without(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const known = new Set(others.map(identityOf));
  return findings.filter((finding) => !known.has(identityOf(finding)));
}

function identityOf({ code, severity, flow, node, location }: Finding): string {
  return JSON.stringify([code, severity, flow, node, location?.file, location?.line]);
}

/** The differences as text for users: a summary sentence, followed by all flows and findings. */
export function differenceText(stack: string, { published, appear, go, errors }: Difference): string {
  const findings = [
    ...(appear.length > 0 ? [`${count(appear.length, "finding")} would appear`] : []),
    ...(go.length > 0 ? [`${count(go.length, "finding")} would disappear`] : []),
  ];
  const flows =
    published === undefined
      ? "it is unknown which flows would be published again, because they have errors with one of the versions"
      : `${count(published.length, "flow")} would be published again`;
  return [
    `${stack}: ${[flows, ...findings].join(", ")}.`,
    ...(published ?? []).map(({ flow, because }) => `  published again  ${flow}: ${because}`),
    ...appear.map((finding) => `  appears  ${findingLine(finding)}`),
    ...go.map((finding) => `  disappears  ${findingLine(finding)}`),
    ...(errors > 0
      ? [`  The other version finds ${count(errors, "error")}: every update is refused until all errors are corrected.`]
      : []),
  ].join("\n");
}

function findingLine({ code, severity, message, flow, location }: Finding): string {
  const place = location ? `${location.file}:${location.line}` : (flow ?? "the project");
  return `${place} ${severity} ${code}: ${message}`;
}
