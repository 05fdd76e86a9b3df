import type { Problem } from "../rule.ts";
import type { ModuleCall } from "./calls.ts";

const LATEST = "ver_latestPublished";
const SELECT_LATEST = "In Architect, select the latest published version of the module, then export the flow again.";

/** Whether a call names one module and one version of it, so that its transitions can be judged. */
export function isOneModule({ module, selectors }: ModuleCall): boolean {
  return module !== undefined && (selectors === undefined || selectors.length === 1);
}

/**
 * What is wrong with the version that a call selects. Every known export has `ver_latestPublished`; the vendor's SDK knows
 * the latest and the debug version only (reference/archy.md §b, "Version selector").
 */
export function ofSelector({ node, module, selectors }: ModuleCall): Problem[] {
  if (selectors === undefined) return [];
  if (module === undefined) {
    const message = `The call "${node.name}" cannot be checked: it does not name exactly one module.`;
    return [{ message, fix: "In Architect, select the module that the action calls, then export the flow again." }];
  }
  const call = `The call of the module "${module}"`;
  const [selector, ...others] = selectors;
  if (selector === undefined || others.length > 0) {
    const what = selector === undefined ? "it selects no version" : `it selects ${selectors.length} versions`;
    return [{ message: `${call} cannot be checked: ${what} of the module.`, fix: SELECT_LATEST }];
  }
  if (selector === LATEST) return [];
  const fixed = /^ver_v?(\d+)(?:[._-](\d+))?$/i.exec(selector);
  if (fixed) {
    const version = `${fixed[1]}.${fixed[2] ?? "0"}`;
    const message = `${call} selects the fixed version ${version} of the module (\`${selector}\`).`;
    const why =
      "No later version of the module reaches the flow, and its transitions are judged without the outcomes of that version.";
    const fix = `${SELECT_LATEST} To keep an older version for a while, set \`pin\` in the options of the flow.`;
    return [{ message, why, fix }];
  }
  if (/debug/i.test(selector)) {
    const message = `${call} selects the debug version of the module (\`${selector}\`).`;
    return [{ message, why: "Callers hear what is being tried out, not what is published.", fix: SELECT_LATEST }];
  }
  const message = `${call} cannot be checked: the meaning of the version \`${selector}\` is not known.`;
  return [{ message, why: "Only `ver_latestPublished` is seen in exports.", fix: SELECT_LATEST }];
}
