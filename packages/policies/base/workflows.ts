import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, Location } from "@genesys-flows/architect";
import { readYamlFile, type YamlFile } from "@genesys-flows/project/yaml-file";
import { gateFinding } from "../gate/codes.ts";

/** GitHub workflows and actions in a project, by file. */
export type Workflows = ReadonlyMap<string, YamlFile>;

/** A permission or safeguard of a workflow, with the wording of its finding. */
interface Fact {
  /** Identifies the permission or safeguard across versions of a workflow. */
  readonly id: string;
  readonly text: string;
  readonly path: readonly (string | number)[];
  /** The command line, if this is a command that a job runs. */
  readonly command?: string;
}

interface Step {
  readonly run?: unknown;
  readonly uses?: unknown;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "continue-on-error"?: unknown;
}

interface Job {
  readonly permissions?: unknown;
  readonly environment?: unknown;
  readonly if?: unknown;
  readonly "continue-on-error"?: unknown;
  readonly steps?: readonly Step[];
}

const FILES = ["action.{yml,yaml}", ".github/workflows/*.{yml,yaml}", ".github/actions/*/action.{yml,yaml}"];

/** Parses the workflows of a project; files that are not YAML are skipped, because GitHub reports them. */
export function readWorkflows(root: string): Workflows {
  const files = globSync(FILES, { cwd: root }).sort();
  return new Map(
    files.flatMap((file) => {
      const shown = file.replaceAll("\\", "/");
      const { source } = readYamlFile({ file: shown, text: readFileSync(join(root, file), "utf8") });
      return source ? [[shown, source] as const] : [];
    }),
  );
}

/** A warning for each permission that a workflow gains and each safeguard that it loses. */
export function workflowFindings(o: {
  readonly before: Workflows;
  readonly now: Workflows;
  readonly shown: string;
}): Diagnostic[] {
  return [...new Set([...o.before.keys(), ...o.now.keys()])].sort().flatMap((file) => {
    const [before, now] = [o.before.get(file), o.now.get(file)];
    if (before && !now) return [deleted(file, before, o.shown)];
    const had = new Set(permitted(before).map(({ id }) => id));
    const has = new Set(guards(now).map(({ id }) => id));
    const gained = permitted(now).filter(({ id }) => !had.has(id));
    const lost = guards(before).filter(({ id }) => !has.has(id));
    return [
      ...gained.map(({ text, path }) => finding(`${named(file)} ${text}`, o.shown, now?.locate(path))),
      ...lost.map(({ text, path }) => finding(`${named(file)} no longer ${text}`, o.shown, now?.locate(path))),
    ];
  });
}

function finding(what: string, shown: string, location: Location | undefined): Diagnostic {
  return gateFinding("loosened-workflow", `${what}, unlike ${shown}.`, {
    hint: "Ask a reviewer to approve this change, or revert it.",
    ...(location && { location }),
  });
}

/** A warning without a location, because the file does not exist. */
function deleted(file: string, before: YamlFile, shown: string): Diagnostic {
  const ran = guards(before).flatMap(({ command }) => (command === undefined ? [] : [`\`${command}\``]));
  const lost = ran.length === 0 ? "" : ` It ran: ${[...new Set(ran)].join(", ")}.`;
  return gateFinding("loosened-workflow", `${named(file)} was deleted, but exists in ${shown}.${lost}`, {
    hint: "Ask a reviewer to approve this change, or restore the file.",
  });
}

/** ``The workflow `deploy.yml` ``, or an action by folder. */
function named(file: string): string {
  const parts = file.split("/");
  if (parts.length === 1) return `The action \`${file}\``;
  const isAction = parts.at(-2) !== "workflows";
  return isAction ? `The action \`${parts.at(-2)}\`` : `The workflow \`${parts.at(-1)}\``;
}

/** A workflow's permissions; additional permissions weaken it. */
function permitted(workflow: YamlFile | undefined): Fact[] {
  const data = mapping(workflow?.data);
  const on = data["on"];
  const triggers = Array.isArray(on) ? on : typeof on === "string" ? [on] : Object.keys(mapping(on));
  const ofJobs = jobsOf(data).flatMap(({ name, job, path }) => [
    ...writing(job.permissions, `the job \`${name}\``, [...path, "permissions"]),
    ...secretsOf(job).map((secret) =>
      fact(`${name} secret ${secret}`, `gives the job \`${name}\` the secret \`${secret}\``, path),
    ),
    ...only(
      job["continue-on-error"] === true,
      fact(`${name} continues`, `lets the job \`${name}\` fail`, [...path, "continue-on-error"]),
    ),
    ...(job.steps ?? []).flatMap((step, index) => permittedStep(step, name, [...path, "steps", index])),
  ]);
  return [
    ...only(
      triggers.includes("pull_request_target"),
      fact("pull_request_target", "runs code from pull requests with credentials (`pull_request_target`)", ["on"]),
    ),
    ...writing(data["permissions"], "the workflow", ["permissions"]),
    ...ofJobs,
  ];
}

function permittedStep(step: Step, name: string, path: Fact["path"]): Fact[] {
  const uses = typeof step.uses === "string" ? step.uses : "";
  const what = uses || String(step.run ?? "");
  const isNamed = uses === "" || uses.startsWith("./") || /@[0-9a-f]{40}$/.test(uses);
  const keepsToken = uses.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false;
  const caches =
    uses.startsWith("actions/cache") || ![undefined, "false", false].includes(step.with?.["cache"] as string);
  return [
    ...only(
      step["continue-on-error"] === true,
      fact(`${name} continues ${what}`, `lets a step of the job \`${name}\` fail`, [...path, "continue-on-error"]),
    ),
    ...only(
      !isNamed,
      fact(`${name} uses ${uses}`, `uses \`${uses}\`, which is not pinned to a commit`, [...path, "uses"]),
    ),
    ...only(
      keepsToken,
      fact(`${name} keeps the token`, `keeps its token in the checkout of the job \`${name}\``, path),
    ),
    ...only(caches, fact(`${name} caches`, `restores a cache in the job \`${name}\``, path)),
  ];
}

/** A workflow's safeguards; removing safeguards weakens it. */
function guards(workflow: YamlFile | undefined): Fact[] {
  const data = mapping(workflow?.data);
  const ofJobs = jobsOf(data).flatMap(({ name, job, path }) => {
    const { environment, if: condition, steps = [] } = job;
    const shown = String(mapping(environment)["name"] ?? environment);
    return [
      ...only(
        environment !== undefined,
        fact(
          `${name} environment ${JSON.stringify(environment)}`,
          `runs the job \`${name}\` in the environment \`${shown}\``,
          path,
        ),
      ),
      ...only(
        typeof condition === "string",
        fact(`${name} if ${condition}`, `runs the job \`${name}\` only if \`${condition}\``, path),
      ),
      ...steps.flatMap((step) =>
        commandsOf(step).map((command) => ({
          ...fact(`${name} runs ${command}`, `runs \`${command}\` in the job \`${name}\``, path),
          command,
        })),
      ),
    ];
  });
  return [...only(data["permissions"] !== undefined, fact("permissions", "limits its token", [])), ...ofJobs];
}

function fact(id: string, text: string, path: Fact["path"]): Fact {
  return { id, text, path };
}

function only(holds: boolean, found: Fact): Fact[] {
  return holds ? [found] : [];
}

/** The checking commands of a step, verbatim. A command with an added `|| true` is a different command. */
function commandsOf({ run, uses, with: inputs }: Step): string[] {
  const isOwnAction = typeof uses === "string" && /^\.\/$|\/genesys-flows@/.test(uses);
  const { command } = inputs ?? {};
  if (isOwnAction) return typeof command !== "string" || command === "set-up" ? [] : [`command: ${command}`];
  if (typeof run !== "string") return [];
  const lines = run.split("\n").map((line) => line.trim());
  return lines.filter((line) =>
    /npm run .*\b(check|doctor|verify|drift|stand-in|plan|apply|annotate)\b|\.ci\/run/.test(line),
  );
}

function writing(permissions: unknown, of: string, path: Fact["path"]): Fact[] {
  if (permissions === "write-all")
    return [fact(`${of} all`, `gives ${of} a token with write access to everything`, path)];
  return Object.entries(mapping(permissions))
    .filter(([, level]) => level === "write")
    .map(([scope]) => fact(`${of} ${scope}`, `gives ${of} a token with write access to ${scope}`, [...path, scope]));
}

function secretsOf(job: Job): string[] {
  const names = [...JSON.stringify(job).matchAll(/\bsecrets\.(\w+)/g)].map(([, name = ""]) => name);
  const inherits = mapping(job)["secrets"] === "inherit" ? ["inherit"] : [];
  return [...new Set([...names, ...inherits])];
}

/** The jobs of a workflow; for an action, its steps. */
function jobsOf(data: Readonly<Record<string, unknown>>): { name: string; job: Job; path: (string | number)[] }[] {
  const jobs = Object.entries(mapping(data["jobs"])).map(([name, job]) => ({ name, job, path: ["jobs", name] }));
  const runs = data["runs"] === undefined ? [] : [{ name: "runs", job: data["runs"], path: ["runs"] }];
  return [...jobs, ...runs].map(({ job, ...about }) => {
    const { steps, ...rest } = mapping(job);
    return { ...about, job: { ...rest, steps: Array.isArray(steps) ? steps.map(mapping) : [] } as Job };
  });
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
