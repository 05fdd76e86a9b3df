import type { StackOfRun } from "../build/stack.ts";
import type { EngineStep } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { textIn } from "../model/values.ts";
import type { AccountOfObject, ObjectAccount } from "./account.ts";
import { DATA_ACTION, dataActionDetails, dataActionProperties } from "./data-actions.ts";
import { callFlowDetails, switchDetails } from "./emergency-groups.ts";
import type { Names } from "./names.ts";
import { promptAccount, type RecordingFacts } from "./prompts.ts";
import { rowAccount, rowsAccount } from "./rows.ts";
import { settingDetails } from "./settings.ts";
import { sidesOf } from "./sides.ts";
import { changesOf, EMERGENCY_GROUP, objectAction, objectName, PROMPT, ROWS } from "./step.ts";

export const ROW = "genesyscloud:index/architectDatatableRow:ArchitectDatatableRow";

/** Maximum number of details per object in a report. */
const MOST_DETAILS = 200;

export interface AccountContext {
  readonly names: Names;
  readonly facts: RecordingFacts;
}

type AccountOf = (step: EngineStep, context: AccountContext) => ObjectAccount | Promise<ObjectAccount>;

/** Kinds of objects whose changes are described in more detail than by changed settings. */
const accounts: Readonly<Record<string, AccountOf>> = {
  [ROWS]: (step) => rowsAccount(step, { most: MOST_DETAILS }),
  [ROW]: (step) => rowAccount(step),
  [PROMPT]: (step, { names, facts }) => {
    const sides = sidesOf(step);
    return promptAccount(sides, { facts, rest: settingDetails(step, sides, { names, except: ["resources"] }) });
  },
  [EMERGENCY_GROUP]: (step, { names }) => {
    const sides = sidesOf(step);
    const rest = settingDetails(step, sides, { names, except: ["enabled", "emergencyCallFlows"] });
    return whole([...switchDetails(step, sides, names), ...callFlowDetails(step, sides, names), ...rest]);
  },
  [DATA_ACTION]: (step, { names }) => {
    const sides = sidesOf(step);
    return whole([
      ...dataActionDetails(sides),
      ...settingDetails(step, sides, { names, except: dataActionProperties }),
    ]);
  },
};

/**
 * The changes to each object of a stack: in the terms of the object's kind, or as changed settings for all other kinds.
 */
export async function accountsOf(
  { others, objects }: StackOfRun,
  context: AccountContext,
): Promise<Map<EngineStep, AccountOfObject>> {
  const found = new Map<EngineStep, AccountOfObject>();
  for (const step of others) {
    if (objectAction(step.op) === undefined) continue;
    const account = await accountOf(step, context);
    found.set(step, { ...said(step, account), ...rowsName(step, objects, context.names) });
  }
  return found;
}

async function accountOf(step: EngineStep, context: AccountContext): Promise<ObjectAccount> {
  const own = accounts[step.type];
  if (own) return own(step, context);
  return whole(settingDetails(step, sidesOf(step), { names: context.names }));
}

/** The account of an object, without details that only repeat the changed properties. */
function said(step: EngineStep, { summary, details, further, recordings }: ObjectAccount): AccountOfObject {
  const plain = changesOf(step).map(
    ({ property, from, to }) => `${property} ${from ?? "not set"} -> ${to ?? "not set"}`,
  );
  const isPlain = details.every(({ text }, index) => text === plain[index]) && details.length === plain.length;
  return {
    ...(summary !== undefined && { summary }),
    ...(!isPlain && details.length > 0 && { details: [...details] }),
    ...(further > 0 && { further }),
    ...(recordings && { recordings: [...recordings] }),
  };
}

/** The name of the rows of a table is the table's name; the name of a single row is its key. */
export function rowsName(
  step: EngineStep,
  objects: readonly EngineStep[],
  names: Names,
): Pick<AccountOfObject, "name"> {
  const inputs = (step.new ?? step.old)?.inputs;
  const key = step.type === ROW ? textIn(inputs?.["keyValue"]) : undefined;
  if (key !== undefined) return { name: key };
  if (step.type !== ROWS) return {};
  const table = objects.find(({ type, name }) => type === TABLE && name === step.name);
  const name = names.of(inputs?.["datatableId"]) ?? (table && objectName(table)) ?? step.name;
  return { name };
}

const TABLE = "genesyscloud:index/architectDatatable:ArchitectDatatable";

function whole(details: readonly Detail[]): ObjectAccount {
  return { details: details.slice(0, MOST_DETAILS), further: Math.max(0, details.length - MOST_DETAILS) };
}
