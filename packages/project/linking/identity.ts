import { type Diagnostic, nearest } from "@genesys-flows/architect";
import { addressKey } from "@genesys-flows/architect/settings";
import { fileFinding, finding, startOf } from "../codes.ts";
import { EXPORT_SUFFIX, isKey } from "../keys.ts";
import type { Identity } from "../reading/flow.ts";
import { type FlowElsewhere, stackNames } from "../stack/source.ts";

/**
 * Findings about flows that cannot be distinguished (two files with the same key, two flows with the same type and
 * name, a number or e-mail address used by two flows), and about keys that cannot name a resource (design §3,
 * "Identity"). A key is unique across all stacks; names and numbers are unique within each stack.
 */
export function checkIdentity(flows: readonly Identity[], elsewhere: readonly FlowElsewhere[] = []): Diagnostic[] {
  const all = [...flows, ...elsewhere.map(({ key, file }) => ({ key, file, numbers: [], emailAddresses: [] }))];
  return [...badKeys(all), ...sameKey(all), ...sameName(flows), ...sameNumber(flows), ...sameAddress(flows)];
}

function badKeys(flows: readonly Identity[]): Diagnostic[] {
  const hint =
    "Rename the file: a name starts with a letter or digit, followed by letters, digits, spaces and . _ - ( ) & +.";
  return flows
    .filter(({ key }) => !isKey(key))
    .map(({ key, file }) => fileFinding("bad-key", file, `\`${key}\` cannot be the key of a flow.`, { hint }));
}

function sameKey(flows: readonly Identity[]): Diagnostic[] {
  return clashes(flows, keyOf).map(({ first, second }) =>
    fileFinding("duplicate-key", second.file, `Two files have the key \`${second.key}\`: this one and ${first.file}.`, {
      hint: "The key is the file name without extension and without `_v<N>-<M>`. Rename one file, or delete the older export.",
      flow: second.key,
    }),
  );
}

function sameName(flows: readonly Identity[]): Diagnostic[] {
  const named = flows.filter(({ type, name, unnamed }) => type !== undefined && name && !unnamed);
  return clashes(named, ({ type, name }) => `${type} ${name?.toLowerCase()}`)
    .filter(({ first, second }) => !areVersions(first, second))
    .map(({ first, second }) =>
      finding(
        "duplicate-name",
        `Two flows of type ${second.type} have the name \`${second.name}\`: this one and ${first.file}.`,
        {
          hint: "Names are unique per flow type in an organisation, regardless of case. Rename one of the two.",
          location: second.nameLocation ?? startOf(second.file),
          flow: second.key,
        },
      ),
    );
}

/**
 * Whether two files are exports of the same flow. In this case, the finding about their key already recommends deleting
 * one of them.
 */
function areVersions(first: Identity, second: Identity): boolean {
  const isVersion = ({ file }: Identity) => EXPORT_SUFFIX.test(file.replace(/\.\w+$/, ""));
  return keyOf(first) === keyOf(second) && isVersion(first) && isVersion(second);
}

function keyOf(flow: Identity): string {
  return flow.key.toLowerCase();
}

function sameNumber(flows: readonly Identity[]): Diagnostic[] {
  const seen = new Map<string, Identity>();
  const findings: Diagnostic[] = [];
  for (const flow of flows) {
    for (const { number, location } of flow.numbers) {
      const first = seen.get(number);
      seen.set(number, first ?? flow);
      if (!first || (first !== flow && areVersions(first, flow))) continue;
      const clash = first === flow ? "is listed twice" : `is already routed to ${first.file}`;
      findings.push(
        finding("duplicate-number", `The number ${number} ${clash}.`, {
          hint: "A number can be routed to only one flow. Remove it from one of the two flows.",
          flow: flow.key,
          location,
        }),
      );
    }
  }
  return findings;
}

/** Findings about addresses of two flows. The platform ignores case: `postino.route.pattern.exists`. */
function sameAddress(flows: readonly Identity[]): Diagnostic[] {
  const all = flows.flatMap((flow) =>
    flow.emailAddresses.map(({ route: { address }, location = startOf(flow.file) }) => ({ flow, address, location })),
  );
  const named = Map.groupBy(
    all.filter(({ address }) => address !== ""),
    ({ address }) => addressKey(address),
  );
  return [...named.values()].flatMap(([first, ...others]) =>
    others.flatMap(({ flow, address, location }) => {
      if (!first || (first.flow !== flow && areVersions(first.flow, flow))) return [];
      const { file, line } = first.location;
      const clash =
        first.flow === flow ? `is listed twice: here and on line ${line}` : `is already routed to ${file}:${line}`;
      return finding("duplicate-email-address", `The e-mail address ${address} ${clash}.`, {
        hint: "An address can be routed to only one flow, regardless of case. Remove it from one of the two flows.",
        flow: flow.key,
        location,
      });
    }),
  );
}

function clashes(flows: readonly Identity[], by: (flow: Identity) => string): { first: Identity; second: Identity }[] {
  return [...Map.groupBy(flows, by).values()].flatMap(([first, ...others]) =>
    others.map((second) => ({ first: first as Identity, second })),
  );
}

/** A finding for each stack that a flow lists but that has no file; empty in a project without stacks. */
export function unknownStacks(
  flows: readonly (Pick<Identity, "key" | "file"> & Partial<Pick<FlowElsewhere, "stacks">>)[],
  root: string,
): Diagnostic[] {
  const limited = flows.filter(({ stacks }) => stacks !== undefined);
  const known = limited.length > 0 ? stackNames(root) : [];
  if (known.length === 0) return [];
  return limited.flatMap(({ key, file, stacks = [] }) =>
    stacks
      .filter((stack) => !known.includes(stack))
      .map((stack) => {
        const meant = nearest(stack, known);
        const message = `The flow belongs to the stack '${stack}', which has no Pulumi.${stack}.yaml.`;
        const hint = `${meant === undefined ? "" : `Did you mean '${meant}'? `}Stacks of this project: ${known.join(", ")}.`;
        return fileFinding("unknown-stack", file, message, { hint, flow: key });
      }),
  );
}
