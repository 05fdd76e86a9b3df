import { parseArchy } from "@genesys-flows/architect";
import { corpusFiles, fittingValue } from "../../architect/corpus.ts";
import type { Json } from "./export-document.ts";
import { AGAIN } from "./export-mutants.ts";
import type { CallUnderTest } from "./export-oracle.ts";

/** An export with a call whose mutants are judged. */
export interface ExportSubject {
  readonly title: string;
  readonly type: string;
  readonly document: Json;
  readonly call: CallUnderTest;
  /** The modules whose outcomes are known, by key. */
  readonly modules: Readonly<Record<string, string>>;
}

type Body = { readonly [key: string]: Json };
type Results = CallUnderTest["results"];

const completed: Results = [
  { result: "completed", isError: false, value: "completed" },
  { result: "error", isError: true, value: "error" },
];

const handler =
  "commonModule: Shared handler\nchannels: [inboundCall]\nstart: done\nnodes:\n  done: {end: completed}\n";

/** Real exports that call modules, with each call that a switch or decision follows. */
export function callingExports(): ExportSubject[] {
  return files().flatMap(({ file, text }) => {
    if (!text.includes("callCommonModule")) return [];
    const { flowType, body } = parseArchy(text, { file });
    return callsIn(body as Json).map(({ name, variable }) => {
      const literals = variable === undefined ? [] : literalsOf(JSON.stringify(body), variable);
      const named: Results = literals.map((value) => ({ result: value, isError: false, value }));
      const results: Results = [...named, { result: "error", isError: true, value: undefined }];
      const call = { name, variable: variable ?? "none", results };
      return { title: `${file}: ${name}`, type: flowType, document: { [flowType]: body } as Json, call, modules: {} };
    });
  });
}

/** Real exports of call flows, into which a call and a switch on its outcome are put before the first action. */
export function exportsWithCall(count: number): ExportSubject[] {
  const found: ExportSubject[] = [];
  for (const { file, text } of files()) {
    if (found.length === count) break;
    const { flowType, body } = parseArchy(text, { file });
    if (flowType !== "inboundCall" || text.includes("callCommonModule")) continue;
    const start = /\[(.+)\]$/.exec(String(body["startUpRef"]))?.[1];
    const tasks = Array.isArray(body["tasks"]) ? (body["tasks"] as Json[]) : [];
    const at = tasks.findIndex((item) =>
      [map(map(item)["task"])["refId"], map(map(item)["task"])["name"]].includes(start ?? ""),
    );
    const actions = map(map(tasks[at] ?? null)["task"])["actions"];
    if (at < 0 || !Array.isArray(actions) || actions.length === 0) continue;
    const head = {
      task: {
        ...map(map(tasks[at] ?? null)["task"]),
        actions: [{ jumpToTask: { name: "Start", targetTaskRef: `/inboundCall/tasks/task[${AGAIN}]` } }],
      },
    };
    const moved = { task: { name: AGAIN, refId: AGAIN, actions: [...inserted, ...actions] } };
    const document = {
      [flowType]: { ...body, tasks: [...tasks.slice(0, at), head, ...tasks.slice(at + 1), moved] },
    } as Json;
    const call = { name: "Shared", variable: "Flow.sharedOutcome", results: completed };
    found.push({ title: file, type: flowType, document, call, modules: { handler } });
  }
  return found;
}

const inserted: Json[] = [
  {
    callCommonModule: {
      name: "Shared",
      commonModule: {
        "Shared handler": {
          ver_latestPublished: { inputs: {}, outputs: { "Common.outcome": { var: "Flow.sharedOutcome" } } },
        },
      },
    },
  },
  {
    switch: {
      name: "Shared outcome",
      evaluate: {
        firstTrue: {
          default: {
            actions: [
              { playAudio: { name: "Sorry", audio: { tts: "We are sorry." } } },
              { disconnect: { name: "Hang up after sorry" } },
            ],
          },
          cases: [
            {
              case: {
                value: { exp: 'Flow.sharedOutcome == "completed"' },
                actions: [{ playAudio: { name: "Go on", audio: { tts: "Thank you." } } }],
              },
            },
          ],
        },
      },
    },
  },
];

/** A call of the repository's own export. */
export function ownExport(text: string, modules: Readonly<Record<string, string>>): ExportSubject {
  const { flowType, body } = parseArchy(text, { file: "claims_v2-0.yaml" });
  const call = { name: "Something went wrong", variable: "Flow.handlerOutcome", results: completed };
  return { title: "claims", type: flowType, document: { [flowType]: body } as Json, call, modules };
}

function files() {
  return corpusFiles(fittingValue);
}

/** Each call, and the first variable that one of its outputs is bound to. */
function callsIn(value: Json): { name: string; variable: string | undefined }[] {
  if (Array.isArray(value)) return value.flatMap(callsIn);
  return Object.entries(map(value)).flatMap(([key, inner]) => {
    if (key !== "callCommonModule") return callsIn(inner);
    const variable = /"var":"([^"]+)"/.exec(JSON.stringify(map(inner)["commonModule"]))?.[1];
    return [{ name: String(map(inner)["name"]), variable }];
  });
}

function literalsOf(text: string, variable: string): string[] {
  const name = variable.replaceAll(".", "\\.");
  const found = text.matchAll(new RegExp(`${name}(?:, *\\d+\\))? == \\\\"([^"\\\\]+)\\\\"`, "g"));
  return [...new Set([...found].map(([, literal]) => literal ?? ""))];
}

const map = (value: Json | undefined): Body =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
