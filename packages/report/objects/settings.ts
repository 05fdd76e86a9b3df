import { isDeepStrictEqual } from "node:util";
import { printableLine, valueText } from "@genesys-flows/architect";
import { objectKinds } from "@genesys-flows/project";
import type { EngineStep } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { mapIn, UNKNOWN } from "../model/values.ts";
import type { Names } from "./names.ts";
import type { ObjectSides } from "./sides.ts";
import { changesOf, topProperty } from "./step.ts";
import { listed, plainValue } from "./words.ts";

const settingsByToken = new Map(objectKinds.map(({ token, settings }) => [token, settings]));

/** The name of a property in source files: `queueFlow` for `queueFlowId`. */
export function settingName(token: string, property: string): string {
  const found = Object.entries(settingsByToken.get(token) ?? {}).find(([, setting]) => setting.property === property);
  return found?.[0] ?? property;
}

/**
 * The changed settings of an object, in the terms of source files and with names in place of ids.
 * @param o.except properties whose changes are described elsewhere
 */
export function settingDetails(
  step: EngineStep,
  { before, after }: ObjectSides,
  { names, except = [] }: { readonly names: Names; readonly except?: readonly string[] },
): Detail[] {
  const properties = new Set(changesOf(step).map(({ property }) => topProperty(property)));
  return [...properties].flatMap((property) => {
    if (except.includes(property)) return [];
    const label = settingName(step.type, property);
    const [from, to] = [before, after].map((side) => names.named(step, side?.[property], [property]));
    const isNamed = !isDeepStrictEqual([from, to], [before?.[property], after?.[property]]);
    return differences(label, { from, to, isNamed });
  });
}

interface Values {
  readonly from: unknown;
  readonly to: unknown;
  /** Whether ids were replaced by names. */
  readonly isNamed: boolean;
}

function differences(label: string, { from, to, isNamed }: Values): Detail[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (isList(from) && isList(to)) return listDifferences(label, from, to);
  if (isMap(from) && isMap(to)) {
    const [was, is] = [mapIn(from), mapIn(to)];
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) =>
      differences(`${label}.${printableLine(key)}`, { from: was[key], to: is[key], isNamed }),
    );
  }
  const [before, after] = [from, to].map((value) => shown(value, { isNamed }));
  const values = { label, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) };
  return [{ sign: "~", text: `${label} ${before ?? "not set"} -> ${after ?? "not set"}`, values }];
}

/** A name without quotes; any other value as definitions spell it. */
function shown(value: unknown, { isNamed }: Pick<Values, "isNamed">): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === UNKNOWN || isNamed) return plainValue(value);
  return printableLine(valueText(value as never, LONGEST));
}

const LONGEST = 2_000;

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((one) => typeof one !== "object");
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `wrapupCodes gains Sold, loses Lost`. */
function listDifferences(label: string, from: readonly unknown[], to: readonly unknown[]): Detail[] {
  const [gained, lost] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
  const words = [
    ...(gained.length > 0 ? [`gains ${listed(gained.map(plainValue))}`] : []),
    ...(lost.length > 0 ? [`loses ${listed(lost.map(plainValue))}`] : []),
  ];
  const sign = lost.length === 0 ? "+" : gained.length === 0 ? "-" : "~";
  return [{ sign, text: `${printableLine(label)} ${words.length > 0 ? words.join(", ") : "is in a different order"}` }];
}
