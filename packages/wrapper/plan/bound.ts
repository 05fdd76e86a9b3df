import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { FLOW, parseUrn } from "@genesys-flows/project/state";
import { kindOf } from "@genesys-flows/report";
import type { OpenedStack } from "../stack/stack.ts";
import { exportedState } from "../state/state-file.ts";
import { git } from "../system/commit.ts";
import { KEPT } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import type { Bound } from "./kept-plan.ts";

/** Digests by name. The name is the path of a file, the URN of a resource, or the name of a setting. */
type Digests = Readonly<Record<string, string>>;

/** The source of a project that an update deploys: flows, configuration, rules and programs. */
export interface Source {
  readonly commit: string;
  /** Digests of all files that Git tracks or does not ignore. They include uncommitted changes. */
  readonly files: Digests;
}

export async function boundTo(opened: OpenedStack, { commit, files }: Source): Promise<Bound> {
  return { commit, source: files, state: await stateDigests(opened), settings: settingsOf(opened.env) };
}

/**
 * Reads the source of a project. Git lists the files. Files that commands write are not part of the source.
 * @param except path of a file, such as a plan, that a command writes outside the usual folder
 * @throws SetUpError if the project is not in a repository or Git is not installed
 */
export async function sourceOf(project: string, except: string): Promise<Source> {
  const commit = (await fromGit(project, "rev-parse", "HEAD")).trim();
  const listed = await fromGit(project, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  const isSource = (file: string) => file !== "" && !file.startsWith(`${KEPT}/`) && path.join(project, file) !== except;
  const files = [...new Set(listed.split("\0"))].filter(isSource).sort();
  const digests = files.flatMap((file): [string, string][] => {
    const digest = fileDigest(path.join(project, file));
    return digest === undefined ? [] : [[file, digest]];
  });
  return { commit, files: Object.fromEntries(digests) };
}

/** The digest of a file. Undefined if the file was deleted but is still tracked. */
function fileDigest(file: string): string | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  // Git lists a submodule as a folder. The files of the submodule are not part of this repository.
  if (stat.isDirectory()) return "folder";
  return digestOf(stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file));
}

async function fromGit(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await git(cwd, ...args);
  if (code === 0) return stdout;
  const why = code === 127 ? "Git is not installed" : (stderr.trim().split("\n")[0] ?? "");
  throw new SetUpError(
    `Git cannot list the source that a plan requires: ${why}. Run this command in a clone of the project's repository.`,
  );
}

/** Variables that select the organisation and override the stack's configuration. */
const CHOOSING = /^GENESYSCLOUD_(REGION|GATEWAY_[A-Z]+)$/;

/** The name under which a list of differences shows the policy pack's configuration. */
const POLICIES = "the levels, settings and exemptions of the rules";

/**
 * Digests of the settings that select the organisation, and of the policy pack's configuration, which the wrapper
 * generates from levels and exemptions.
 */
function settingsOf(env: NodeJS.ProcessEnv): Digests {
  const chosen = Object.entries(env).filter(([name, value]) => CHOOSING.test(name) && value);
  const policies = env.PULUMI_OPTION_POLICY_PACK_CONFIG;
  const pack = `${env.PULUMI_OPTION_POLICY_PACK ?? ""}\n${policies ? readFileSync(policies, "utf8") : ""}`;
  return Object.fromEntries(
    [...chosen, [POLICIES, pack] as const].map(([name, value = ""]) => [name, digestOf(value)]),
  );
}

/**
 * Digests of the resources in the state of a stack, in any backend. They do not depend on the time when the state was
 * written or on the version of the engine.
 * @throws SetUpError if the CLI cannot read the state
 */
async function stateDigests(opened: OpenedStack): Promise<Digests> {
  const exported = await exportedState(opened);
  if ("failure" in exported)
    throw new SetUpError(`The state of ${opened.stack} could not be read:\n${exported.failure}`);
  const { resources = [], pending_operations: operations = [] } = exported.latest;
  const all = [
    ...resources.map((one) => ({ name: one.urn, content: withoutBookkeeping(one) })),
    ...operations.map((one) => ({ name: `${one.resource.urn} (${one.type})`, content: one as object })),
  ];
  // During a replacement, the old resource and its replacement have the same URN until the old resource is deleted.
  const groups = [...Map.groupBy(all, ({ name }) => name)];
  return Object.fromEntries(
    groups.map(([name, group]) => [name, digestOf(JSON.stringify(group.map(({ content }) => content)))]),
  );
}

/**
 * Properties of a resource that the engine records for its own use: the times of changes, the position of the
 * declaration in the program, and the dependencies.
 */
const BOOKKEEPING = new Set([
  "created",
  "modified",
  "sourcePosition",
  "stackTrace",
  "dependencies",
  "propertyDependencies",
  "sequenceNumber",
]);

export function withoutBookkeeping(resource: object): object {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !BOOKKEEPING.has(name)));
}

function digestOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** The reasons why a plan is out of date, one sentence each. Empty if nothing changed since the plan was made. */
export function differences(planned: Bound, now: Bound): string[] {
  const files = changed(planned.source, now.source);
  const resources = changed(planned.state, now.state);
  const settings = changed(planned.settings, now.settings);
  const variables = settings.filter((name) => name !== POLICIES);
  return [
    ...(files.length > 0 ? [`The source changed${commits(planned, now)}: ${listed(files)}.`] : []),
    ...(resources.length > 0 ? [`The state changed: ${listed(resources.map(resourceName))}.`] : []),
    // The source already includes the project's policy files. This digest also covers policies outside the project.
    ...(settings.includes(POLICIES) && !files.some((file) => file.startsWith("policies/"))
      ? [`${POLICIES[0]?.toUpperCase()}${POLICIES.slice(1)} changed.`]
      : []),
    ...(variables.length > 0 ? [`The environment selects a different organisation: ${listed(variables)}.`] : []),
  ];
}

function changed(before: Digests, now: Digests): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}

function commits({ commit: from }: Bound, { commit: to }: Bound): string {
  return from === to ? "" : ` (commit ${from.slice(0, 12)} -> ${to.slice(0, 12)})`;
}

/** For example `flow 'sales'`, or `flow 'sales' (creating)` for a pending operation of the engine. */
function resourceName(urn: string): string {
  const { type = "", name: text = "" } = parseUrn(urn) ?? {};
  if (type === "pulumi:pulumi:Stack") return "the outputs of the stack";
  const [, name, doing = ""] = /^(.*?)( \(\w+\))?$/.exec(text) ?? [];
  return `${type === FLOW ? "flow" : kindOf(type).noun} '${name}'${doing}`;
}

/** Maximum number of names in a list. The remaining names are only counted. */
const NAMED = 20;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
