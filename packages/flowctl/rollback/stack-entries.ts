import type { Location, Scalar } from "@genesys-flows/architect";
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type YAMLMap } from "yaml";
import { makeMaps, printed, removeEntry } from "../changing/yaml-text.ts";

const NAMESPACE = "genesys-flows";
const KINDS = ["values", "substitutions"] as const;

/**
 * Removes values and substitutions from a stack's file: the entries that begin at the given locations. Keeps comments.
 */
export function withoutEntriesAt(text: string, places: readonly Location[]): string {
  if (places.length === 0) return text;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const isUnused = ({ key }: Pair) => {
    if (!isScalar(key) || key.range == null) return false;
    const { line, col } = counter.linePos(key.range[0]);
    return places.some((place) => place.line === line && place.column === col);
  };
  let found = false;
  for (const path of pathsOfEntries(document)) {
    const entries = document.getIn(path) as YAMLMap;
    for (const pair of entries.items.filter(isUnused)) {
      entries.delete(pair.key);
      found = true;
    }
    if (entries.items.length === 0) document.deleteIn(path);
  }
  return found ? printed(document, text) : text;
}

type Parsed = ReturnType<typeof parseDocument>;

function pathsOfEntries(document: Parsed): string[][] {
  const flows = document.getIn(["config", `${NAMESPACE}:flows`]);
  const keys = isMap(flows) ? flows.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  const paths = KINDS.flatMap((kind) => [
    ["config", `${NAMESPACE}:${kind}`],
    ...keys.map((key) => ["config", `${NAMESPACE}:flows`, key, kind]),
  ]);
  return paths.filter((path) => isMap(document.getIn(path)));
}

/** An entry that restores a flow's earlier value. */
export interface RestoredValue {
  /** `genesys-flows:flows.sales.values.greeting` */
  readonly entry: string;
  /** Undefined to remove the entry. */
  readonly value: Scalar | undefined;
}

/**
 * Restores a flow's earlier values in a stack's file, in entries for this flow only, so that other flows keep their
 * values.
 * @param o.source source of the flow at that time; only values whose names are in the source are restored
 */
export function withValuesOf(
  now: string,
  then: string,
  o: { readonly key: string; readonly source: string },
): { readonly text: string; readonly restored: readonly RestoredValue[] } {
  const document = parseDocument(now);
  const restored: RestoredValue[] = [];
  const past = entriesOf(parseDocument(then), o.key);
  for (const [index, { kind, shared, own }] of entriesOf(document, o.key).entries()) {
    const { shared: oldShared, own: oldOwn } = past[index] as (typeof past)[number];
    for (const name of new Set([shared, own, oldShared, oldOwn].flatMap((one) => Object.keys(one)))) {
      const [present, earlier] = [own[name] ?? shared[name], oldOwn[name] ?? oldShared[name]];
      if (present === earlier || !o.source.includes(name)) continue;
      const path = ["config", `${NAMESPACE}:flows`, o.key, kind, name];
      const value = earlier === shared[name] ? undefined : earlier;
      if (value === undefined && !(name in own)) continue;
      if (value === undefined) removeEntry(document, path);
      else {
        makeMaps(document, path.slice(0, -1));
        document.setIn(path, value);
      }
      restored.push({ entry: `${NAMESPACE}:flows.${o.key}.${kind}.${name}`, value });
    }
  }
  return { text: restored.length > 0 ? printed(document, now) : now, restored };
}

/** The values that a stack's file sets for one flow. */
function entriesOf(document: Parsed, key: string) {
  const at = (path: readonly string[]) => {
    const found = document.getIn(path);
    return isMap(found) ? (found.toJSON() as Record<string, Scalar>) : {};
  };
  return KINDS.map((kind) => ({
    kind,
    shared: at(["config", `${NAMESPACE}:${kind}`]),
    own: at(["config", `${NAMESPACE}:flows`, key, kind]),
  }));
}
