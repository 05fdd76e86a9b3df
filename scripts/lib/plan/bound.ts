import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { FLOW } from "@genesys-flows/project/state";
import { kindOf } from "@genesys-flows/report";
import type { OpenedStack } from "../runs/opened-stack.ts";
import { capture } from "../system/capture.ts";
import { KEPT } from "../system/folders.ts";
import { SetUpError } from "../system/say.ts";
import type { Bound } from "./kept-plan.ts";

/** Names in one sentence before they are only counted. */
const NAMED = 20;

/** Why a plan is out of date: one sentence for each thing that changed since it was made. */
export function differences(planned: Bound, now: Bound): string[] {
  const files = changedFiles(planned.source, now.source);
  const resources = changedFiles(planned.state, now.state);
  const settings = changedFiles(planned.settings, now.settings);
  const variables = settings.filter((name) => name !== POLICIES);
  return [
    ...(files.length > 0 ? [`The source changed${commits(planned, now)}: ${listed(files)}.`] : []),
    ...(resources.length > 0 ? [`The state changed: ${listed(resources.map(resourceName))}.`] : []),
    // Their files are part of the source; a digest of its own is for what is outside of the project.
    ...(settings.includes(POLICIES) && !files.some((file) => file.startsWith("policies/"))
      ? [`${POLICIES[0]?.toUpperCase()}${POLICIES.slice(1)} changed.`]
      : []),
    ...(variables.length > 0 ? [`The environment chooses another organisation: ${listed(variables)}.`] : []),
  ];
}

function commits({ commit: from }: Bound, { commit: to }: Bound): string {
  return from === to ? "" : ` (commit ${from.slice(0, 12)} -> ${to.slice(0, 12)})`;
}

const STACK = "pulumi:pulumi:Stack";

/** `flow 'sales'`; of one that the engine was working on, `flow 'sales' (creating)`. */
function resourceName(urn: string): string {
  const [, , types = "", text = ""] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  if (type === STACK) return "the outputs of the stack";
  const [, name, doing = ""] = /^(.*?)( \(\w+\))?$/.exec(text) ?? [];
  return `${type === FLOW ? "flow" : kindOf(type).noun} '${name}'${doing}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Path relative to the project -> digest of the content. */
export type SourceFiles = Readonly<Record<string, string>>;

/** The source of a project: what an update is made of, flows, configuration, rules and programs. */
export interface Source {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Files that Git tracks or would track, with changes that are not committed. */
  readonly files: SourceFiles;
}

/**
 * Reads the source of a project through Git, which knows what belongs to it. What commands keep is no part of it.
 * @param o.except path of a file that a command keeps elsewhere, such as a plan
 * @throws SetUpError outside of a repository, and without Git
 */
export async function sourceOf(project: string, o: { readonly except?: string } = {}): Promise<Source> {
  const commit = (await git(project, ["rev-parse", "HEAD"])).trim();
  const listed = await git(project, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const isSource = (file: string) =>
    file !== "" && !file.startsWith(`${KEPT}/`) && path.join(project, file) !== o.except;
  const files = [...new Set(listed.split("\0"))].filter(isSource).sort();
  const digests = files.flatMap((file): [string, string][] => {
    const digest = fileDigest(path.join(project, file));
    return digest === undefined ? [] : [[file, digest]];
  });
  return { commit, files: Object.fromEntries(digests) };
}

/** The files that differ, in order. */
export function changedFiles(before: SourceFiles, now: SourceFiles): string[] {
  const files = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...files].filter((file) => before[file] !== now[file]).sort();
}

/** Undefined for a file that was deleted and is still tracked. */
function fileDigest(file: string): string | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  // A submodule is a folder; its files are not part of this repository.
  if (stat.isDirectory()) return "folder";
  const content = stat.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture("git", args, { cwd });
  if (code === 0) return stdout;
  const why = code === 127 ? "Git is not installed" : (stderr.trim().split("\n")[0] ?? "");
  throw new SetUpError(
    `A plan is bound to the source that it was made of, which Git lists: ${why}. Run this in a clone of the project's repository.`,
  );
}

/** Variables that choose the organisation, over the stack's configuration. */
const CHOOSING = /^GENESYSCLOUD_(REGION|GATEWAY_[A-Z]+)$/;

/** The name under which the configuration of the policy pack is compared. */
export const POLICIES = "the levels, settings and exemptions of the rules";

/**
 * What an update depends on beside source and state, as name -> digest: variables of the environment, and the configuration of the
 * policy pack, which the wrapper writes from levels and exemptions.
 * @param env the environment of the CLI
 */
export function settingsOf(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const chosen = Object.entries(env).filter(([name, value]) => CHOOSING.test(name) && value);
  const policies = env.PULUMI_OPTION_POLICY_PACK_CONFIG;
  const pack = `${env.PULUMI_OPTION_POLICY_PACK ?? ""}\n${policies ? readFileSync(policies, "utf8") : ""}`;
  return Object.fromEntries(
    [...chosen, [POLICIES, pack] as const].map(([name, value]) => [name, textDigest(value ?? "")]),
  );
}

function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** URN -> digest of the resource in the state. */
export type StateDigests = Readonly<Record<string, string>>;

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string }[];
    readonly pending_operations?: readonly { readonly resource: { readonly urn: string }; readonly type: string }[];
  };
}

/**
 * The state of a stack, as any backend has it, with one digest for each resource. Not part of it: when it was written, and by which
 * version of the engine.
 * @throws SetUpError when the CLI cannot read it
 */
export async function stateDigests({ project, stack, cli, env }: OpenedStack): Promise<StateDigests> {
  const { code, stdout, stderr } = await capture(cli, ["stack", "export", "--stack", stack], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The state of ${stack} could not be read:\n${stderr.trim()}`);
  const { deployment } = JSON.parse(stdout) as Exported;
  const resources = (deployment?.resources ?? []).map((one): [string, unknown] => [one.urn, withoutBookkeeping(one)]);
  const pending = (deployment?.pending_operations ?? []).map((one): [string, unknown] => [
    `${one.resource.urn} (${one.type})`,
    one,
  ]);
  // A resource that a replacement still has to delete has the URN of the new one.
  const groups = Map.groupBy([...resources, ...pending], ([urn]) => urn);
  return Object.fromEntries(
    [...groups].map(([urn, group]) => [urn, contentDigest(group.map(([, content]) => content))]),
  );
}

/** What the engine keeps of a resource for itself: when it wrote it, where the program declares it, and what it depends on. */
const BOOKKEEPING = new Set([
  "created",
  "modified",
  "sourcePosition",
  "stackTrace",
  "dependencies",
  "propertyDependencies",
  "sequenceNumber",
]);

/** The bookkeeping of the engine is not what a resource is. */
export function withoutBookkeeping(resource: object): object {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !BOOKKEEPING.has(name)));
}

function contentDigest(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 32);
}
