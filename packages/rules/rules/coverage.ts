import { count } from "@genesys-flows/architect/count";
import { z } from "zod";
import type { FlowTests, TestedPart } from "../project-subject.ts";
import { defineRule, type Problem, type Violation } from "../rule.ts";

const percent = z.number("expected a percentage from 0 to 100").min(0).max(100).optional();

const settings = z.strictObject({
  atLeast: percent.describe(
    "Minimum percentage of the nodes and output paths of each flow and module that conversation tests must cover, such as `80`.",
  ),
  ofChanges: percent.describe(
    "The same for the nodes that an update adds or changes, and their output paths; `100` requires full coverage of the change.",
  ),
});

/** Maximum number of parts to name in a message. */
const NAMED = 3;

/** Conversation tests must cover the flows that are published. */
export const coverage = defineRule({
  name: "coverage",
  title: "Flow that conversation tests do not cover",
  requires:
    "Passing conversation tests cover as much of each flow, or of the changes in an update, as the settings require.",
  why: "If no test covers a path, a caller is the first to try it.",
  fix: "Write conversation tests, or generate them with `flowctl test --generate FLOW`.",
  blindTo:
    "Everything, if neither `atLeast` nor `ofChanges` is set. This is the default. Coverage does not depend on expectations: a conversation that expects nothing also covers its path. `ofChanges` is only checked in a preview, not in `flowctl check` or `up --skip-preview`. Tests in TypeScript do not count.",
  situation:
    "The settings have `atLeast: 80`, and conversation tests cover 60 % of the nodes and output paths of a flow.",
  settings,
  project({ stack, flows, tests }, { settings: { atLeast }, report }) {
    if (atLeast === undefined) return;
    for (const { key, name, file } of flows) {
      const found = tests?.get(key);
      const problem = found && problemOf(found, { key, stack, atLeast, whole: `the flow "${name}"` });
      if (problem) report({ ...problem, flow: key, location: problem.location ?? { file, line: 1, column: 1 } });
    }
  },
  change({ stack, flows, tests }, { settings: { ofChanges }, report }) {
    if (ofChanges === undefined) return;
    for (const { key, name, nodes, ownChange, operation, flow } of flows) {
      const found = ownChange && operation !== "delete" ? tests?.get(key) : undefined;
      if (!found || !flow) continue;
      const parts = found.parts.filter(({ node }) => nodes?.includes(node) ?? true);
      const whole = `the parts that the update ${operation === "create" ? "creates" : "changes"} in the flow "${name}"`;
      const problem = problemOf({ ...found, parts }, { key, stack, atLeast: ofChanges, whole });
      if (problem)
        report({ ...problem, flow: key, location: problem.location ?? { file: flow.file, line: 1, column: 1 } });
    }
  },
});

interface Wanted {
  readonly key: string;
  readonly stack: string | undefined;
  readonly atLeast: number;
  readonly whole: string;
}

/** Problem with a flow's test coverage; undefined if the coverage is sufficient. */
function problemOf(
  { parts, failing }: FlowTests,
  { key, stack, atLeast, whole }: Wanted,
): (Problem & Pick<Violation, "location">) | undefined {
  const left = parts.filter(({ isTaken }) => !isTaken);
  const taken = parts.length - left.length;
  if (taken * 100 >= atLeast * parts.length) return undefined;
  const share = Math.floor((taken * 100) / parts.length);
  const more = left.length > NAMED ? ` and ${count(left.length - NAMED, "other part")}` : "";
  const location = left.find((part) => part.location)?.location;
  const command = `npm run flowctl -- test${stack === undefined ? "" : ` --stack ${stack}`}`;
  return {
    message: `Conversation tests cover ${share} % of ${whole}; ${atLeast} % is required. Not covered: ${left.slice(0, NAMED).map(partText).join(", ")}${more}.${failing > 0 ? ` ${count(failing, "test")} of this flow ${failing === 1 ? "fails and does" : "fail and do"} not count.` : ""}`,
    fix:
      failing > 0
        ? `Fix the failing tests: ${command}`
        : `Write a test that covers these parts, or generate tests: ${command} --generate ${key}. To list all missing parts: ${command} --coverage`,
    ...(location && { location }),
  };
}

const partText = ({ node, path }: TestedPart) => (path === undefined ? `the node ${node}` : `\`${path}\` of ${node}`);
