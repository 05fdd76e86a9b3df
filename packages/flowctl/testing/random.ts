import { type Diagnostic, diagnosticOf } from "@genesys-flows/architect";
import type { RunnableFlow, Transcript } from "@genesys-flows/conversation";
import { type Found, type Trouble, testOf, troublesOf } from "@genesys-flows/conversation/explore";
import { writeScript } from "@genesys-flows/conversation/script";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { codes, type FlowProject, type FlowUnit } from "@genesys-flows/project";

/** A problem that a random caller ran into, with the conversation that leads to the problem. */
export interface RandomFinding {
  readonly trouble: Trouble;
  readonly finding: Diagnostic;
  /** A file of conversation tests that reproduces the problem; omitted if a test cannot express the conversation. */
  readonly test?: string;
  readonly transcript: Transcript;
}

/** The result of random conversations with a flow. */
export interface RandomFlow {
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly findings: readonly RandomFinding[];
}

/** A run of random conversations. */
export interface RandomRun {
  readonly stack: string;
  readonly seed: number;
  /** Number of conversations with each flow. */
  readonly conversations: number;
  readonly flows: readonly RandomFlow[];
  readonly seconds: number;
}

/** Codes of the findings, by kind of problem. */
export const codeOf = {
  loops: "caller-loop",
  "dead air": "dead-air",
  "fault without words": "fault-without-words",
  "disconnect without words": "disconnect-without-words",
} as const satisfies Readonly<Record<Trouble, keyof typeof codes>>;

/** Runs random conversations with flows in a project, and reports problems for callers. */
export function randomTroubles(
  project: FlowProject,
  units: readonly FlowUnit[],
  o: { readonly seed: number; readonly conversations: number },
): RandomFlow[] {
  const stage = stageOfProject(project);
  return units.map(({ key, name, file }) => {
    const flow = stage.flow(key);
    const found = flow ? troublesOf(flow, stage, o).map((one) => findingOf(one, { flow, stage, file })) : [];
    return { key, name, file, findings: found };
  });
}

function findingOf(
  found: Found,
  { flow, stage, file }: { readonly flow: RunnableFlow; readonly stage: Stage; readonly file: string },
): RandomFinding {
  const { trouble, place, transcript } = found;
  const location = place.location ?? { file, line: 1, column: 1 };
  const script = testOf(flow, stage, found);
  return {
    trouble,
    finding: diagnosticOf(codes, codeOf[trouble], messageOf(found, flow), { location, flow: flow.name }),
    ...(script && { test: writeScript(script) }),
    transcript,
  };
}

function messageOf({ trouble, lastsMs = 0, transcript }: Found, { name }: RunnableFlow): string {
  switch (trouble) {
    case "loops":
      return `Callers of '${name}' are caught in an infinite loop: ${transcript.actions.toLocaleString("en")} actions ran.`;
    case "dead air":
      return `Callers of '${name}' hear nothing for ${Math.round(lastsMs / 1000)} s.`;
    case "fault without words":
      return `An error ends calls to '${name}', and callers hear nothing about it: ${transcript.fault?.message ?? ""}`;
    case "disconnect without words":
      return `Callers of '${name}' are disconnected without a word.`;
  }
}
