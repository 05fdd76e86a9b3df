import { isMap, parseDocument } from "yaml";

const FLOWS = "genesys-flows:flows";

/** Id of each flow that a stack's config imports -> its key. */
export function importedIds(config: string): ReadonlyMap<string, string> {
  const flows: unknown = parseDocument(config).getIn(["config", FLOWS]);
  if (!isMap(flows)) return new Map();
  const entries = Object.entries(flows.toJSON() as Record<string, { import?: unknown } | null>);
  return new Map(entries.flatMap(([key, flow]) => (flow?.import ? [[String(flow.import), key]] : [])));
}

/** The text of a stack's config with `import`, and `pin` where asked for, of each flow; comments and everything else stay. */
export function withImports(
  config: string,
  flows: readonly { readonly key: string; readonly flow: { readonly id: string }; readonly pin: boolean }[],
): string {
  const document = parseDocument(config);
  for (const { key, flow, pin } of flows) {
    for (const path of [[], ["config"], ["config", FLOWS], ["config", FLOWS, key]]) {
      // An entry that is there and empty (`config:`) becomes a mapping.
      const empty = path.length === 0 ? document.contents === null : document.getIn(path) == null;
      if (empty && path.length === 0) document.contents = document.createNode({}) as typeof document.contents;
      else if (empty) document.setIn(path, document.createNode({}));
    }
    document.setIn(["config", FLOWS, key, "import"], flow.id);
    if (pin) document.setIn(["config", FLOWS, key, "pin"], true);
  }
  return document.toString({ lineWidth: 0 });
}
