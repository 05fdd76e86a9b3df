import { isMap, parseDocument } from "yaml";
import { makeMaps, printed } from "../../changing/yaml-text.ts";

const FLOWS = "genesys-flows:flows";

/** Id of each flow that a stack's config imports -> its key. */
export function importedIds(config: string): ReadonlyMap<string, string> {
  const flows: unknown = parseDocument(config).getIn(["config", FLOWS]);
  if (!isMap(flows)) return new Map();
  const entries = Object.entries(flows.toJSON() as Record<string, { import?: unknown } | null>);
  return new Map(entries.flatMap(([key, flow]) => (flow?.import ? [[String(flow.import), key]] : [])));
}

/**
 * The version that the file of a flow was exported from.
 * @returns undefined where the config does not name it, or imports another flow under that key
 */
export function importedVersionOf(config: string, { key, id }: { key: string; id: string }): string | undefined {
  const document = parseDocument(config);
  const version = document.getIn(["config", FLOWS, key, "importedVersion"]);
  return document.getIn(["config", FLOWS, key, "import"]) === id && typeof version === "string" ? version : undefined;
}

/** What to write about a flow into the config of a stack. */
export interface ImportEntry {
  readonly key: string;
  readonly flow: { readonly id: string };
  /** Version that the file was exported from; undefined where it is not known. */
  readonly importedVersion: string | undefined;
  readonly pin: boolean;
}

/** The text of a stack's config with `import`, `importedVersion` and, where set, `pin` of each flow; keeps comments and everything else. */
export function withImports(config: string, flows: readonly ImportEntry[]): string {
  const document = parseDocument(config);
  for (const { key, flow, importedVersion, pin } of flows) {
    makeMaps(document, ["config", FLOWS, key]);
    document.setIn(["config", FLOWS, key, "import"], flow.id);
    const version = ["config", FLOWS, key, "importedVersion"];
    if (importedVersion !== undefined) document.setIn(version, importedVersion);
    else document.deleteIn(version);
    if (pin) document.setIn(["config", FLOWS, key, "pin"], true);
  }
  return printed(document, config);
}
