import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ListedRule } from "./rule-table.ts";

const require = createRequire(import.meta.url);

/**
 * The team's rules in a folder, which the pack lists in addition to `taken`. Loads the rule files, with zod and the
 * kernel, immediately, because the engine asks for the policies once. An unusable file contributes nothing here; the
 * gate reports it when a flow is checked.
 */
export function teamPolicies(taken: readonly ListedRule[], folder: string): ListedRule[] {
  const files = filesIn(folder);
  if (files.length === 0) return [];
  const { ruleTable } = require("./rule-table.ts") as typeof import("./rule-table.ts");
  const listed: ListedRule[] = [];
  for (const file of files) {
    try {
      const exported = Object.values(require(join(folder, file)) as Record<string, unknown>);
      for (const rule of ruleTable(exported.filter(isRule))) {
        if (![...taken, ...listed].some(({ name }) => name === rule.name)) listed.push(rule);
      }
    } catch {}
  }
  return listed;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

type Rule = Parameters<typeof import("./rule-table.ts")["ruleTable"]>[0][number];

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "name" in value && "settings" in value && "requires" in value;
}
