import { didYouMean } from "@genesys-flows/architect/suggest";
import type { FlowEntity, FlowVersion } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type { KeptRelease } from "@genesys-flows/report/account";
import { isNamed, unknownFlow } from "../changing/chosen-units.ts";
import type { Context } from "../context.ts";
import { exportProblem } from "../live/exports.ts";
import type { OpenStack } from "../open-stack.ts";
import { shownRelease } from "../releases/kept.ts";
import { type OwnedFlows, ownedFlows } from "./owned-flows.ts";
import { digestInMark, type PublishedDigest, releasedDigest, withoutPlus } from "./source-digest.ts";
import { describedVersion, PublishedVersions } from "./versions.ts";

/** A flow, and the version to roll it back to. */
export interface Target {
  readonly key: string;
  /** Undefined for a flow that the project no longer has. */
  readonly unit: FlowUnit | undefined;
  readonly version: FlowVersion;
  /** The live flow and its versions; undefined for a flow that was deleted. */
  readonly versions: PublishedVersions | undefined;
  /** Undefined if this stack did not publish the version. */
  readonly published: PublishedDigest | undefined;
  /**
   * Digest of the live version's document, from the release notes; undefined if this stack did not publish the live
   * version.
   */
  readonly liveDigest: string | undefined;
}

export type Wanted =
  | { readonly flow: string; readonly version: string }
  | { readonly flows: readonly string[]; readonly release: KeptRelease };

export interface Targets {
  readonly targets: readonly Target[];
  /** Flows that are not rolled back, each with the reason. */
  readonly left: readonly string[];
  readonly problems: readonly string[];
}

interface Sources {
  readonly stack: OpenStack;
  readonly project: FlowProject;
  readonly releases: readonly KeptRelease[];
}

/**
 * The flows to roll back, in the order of publishing, and every reason why a flow cannot be rolled back. @throws
 * ApiFailure
 */
export async function targetsOf(wanted: Wanted, sources: Sources, context: Context): Promise<Targets> {
  const owned = await ownedFlows(sources.stack, context);
  if ("version" in wanted) {
    const found = await versionTarget(wanted, { ...sources, owned }, context);
    const [targets, problems] = "problem" in found ? [[], [found.problem]] : [[found], []];
    return { targets, left: [], problems };
  }
  return releaseTargets(wanted, { ...sources, owned }, context);
}

type Known = Sources & { readonly owned: OwnedFlows };

async function versionTarget(
  { flow: name, version: text }: Extract<Wanted, { version: string }>,
  { stack, project, releases, owned }: Known,
  context: Context,
): Promise<Target | { readonly problem: string }> {
  const unit = unitNamed(project, name);
  const key = unit?.key ?? name;
  const flow = await owned.of(key, unit);
  if (!flow) return { problem: unit ? unpublished(unit, stack) : unknownFlow(name, project, owned.keys) };
  const versions = new PublishedVersions(flow, stack, context);
  const version = await versions.named(text);
  if (!version) return { problem: await unknownVersion(text, { key, versions }) };
  const { id } = version;
  const published = releasedDigest(releases, { id: flow.id, version: id }) ?? (await inMark(versions, id, stack));
  return { key, unit, version, versions, published, liveDigest: liveDigest(flow, releases) };
}

function liveDigest({ id, publishedVersion }: FlowEntity, releases: readonly KeptRelease[]): string | undefined {
  return publishedVersion ? releasedDigest(releases, { id, version: publishedVersion.id })?.digest : undefined;
}

/**
 * The digest in the mark of a version. Undefined if an export cannot be read; a later request for the export reports
 * the reason.
 */
async function inMark(versions: PublishedVersions, version: string, stack: OpenStack) {
  return digestInMark(versions, version, stack).catch((error) => void exportProblem(error));
}

async function releaseTargets(
  { flows: names, release }: Extract<Wanted, { release: KeptRelease }>,
  { stack, project, releases, owned }: Known,
  context: Context,
): Promise<Targets> {
  const problems: string[] = [];
  const keys =
    names.length > 0 ? names.map((name) => unitNamed(project, name)?.key ?? name) : Object.keys(release.flows);
  const targets: Target[] = [];
  for (const key of new Set(keys)) {
    const unit = project.flows.find((one) => one.key === key);
    const [was] = [key, ...(unit?.formerly ?? [])].filter((one) => Object.hasOwn(release.flows, one));
    const then = was === undefined ? undefined : release.flows[was];
    if (!then) {
      problems.push(notInRelease(key, { release, unit, project, owned }));
      continue;
    }
    // The release contains the earlier key of a flow if the flow has been renamed since.
    const current = unit ?? project.flows.find(({ formerly }) => formerly.includes(key));
    const flow = await owned.withId(then.id);
    const versions = flow && new PublishedVersions(flow, stack, context);
    const version = { id: then.publishedVersion };
    const published =
      then.digest !== ""
        ? { digest: then.digest, ...withoutPlus(release.commit) }
        : versions && (await inMark(versions, version.id, stack));
    const live = flow && liveDigest(flow, releases);
    targets.push({ key: current?.key ?? key, unit: current, version, versions, published, liveDigest: live });
  }
  const kept = new Set(targets.map(({ key }) => key));
  const left =
    names.length > 0
      ? []
      : project.flows
          .filter(({ key }) => !kept.has(key))
          .map(({ key }) => `${key}: it is not in the release, so it does not change`);
  return { targets: inOrder(targets, { project, release }), left, problems };
}

/**
 * Sorts flows so that modules precede their callers, which are compiled against them. Flows that are not in the project
 * come first.
 */
function inOrder(
  targets: readonly Target[],
  { project, release }: { readonly project: FlowProject; readonly release: KeptRelease },
): Target[] {
  const rank = new Map(project.flows.map(({ key }, index) => [key, index]));
  const isModule = ({ key }: Target) => release.flows[key]?.type === "commonModule";
  const at = (target: Target) => rank.get(target.key) ?? (isModule(target) ? -2 : -1);
  return targets.toSorted((a, b) => at(a) - at(b));
}

function unitNamed({ flows }: FlowProject, name: string): FlowUnit | undefined {
  return flows.find(({ key }) => key === name) ?? flows.find((unit) => isNamed(unit, name));
}

function unpublished({ key }: FlowUnit, { stack, organisation }: OpenStack): string {
  return `${key}: ${organisation.name} has no flow that the stack '${stack}' published under this key, so there is no version to roll back to.`;
}

const MOST_NAMED = 12;

async function unknownVersion(
  text: string,
  { key, versions }: { key: string; versions: PublishedVersions },
): Promise<string> {
  const all = await versions.all();
  const shown = all.slice(0, MOST_NAMED).map((version) => `\n  ${describedVersion(version)}`);
  const more = all.length - shown.length;
  const rest = more > 0 ? `\n  and ${more} older` : "";
  return `${key}: no version '${text}' was published. The published versions of '${versions.flow.name}':${shown.join("")}${rest}`;
}

function notInRelease(
  key: string,
  o: { release: KeptRelease; unit: FlowUnit | undefined; project: FlowProject; owned: OwnedFlows },
): string {
  const { release, unit } = o;
  if (!unit && !o.owned.keys.includes(key)) return unknownFlow(key, o.project, o.owned.keys);
  const keys = Object.keys(release.flows);
  const listed = didYouMean(key, keys, "Its flows");
  return `${key}: the release ${shownRelease(release)} does not have this flow.${listed === undefined ? "" : ` ${listed}`}`;
}
