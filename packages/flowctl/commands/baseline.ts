import { count } from "@genesys-flows/architect/count";
import { type Baseline, baselineOf, withExemptions } from "@genesys-flows/policies/base";
import { isDay } from "@genesys-flows/policies/gate";
import type { FlowProject } from "@genesys-flows/project";
import { type ChangeOptions, changeSource } from "../changing/change-source.ts";
import type { FlowOutcome } from "../changing/shown.ts";
import { presentText } from "../changing/write-files.ts";
import { baseOf, gateOfStack } from "../checking/gate.ts";
import { type Context, UsageError } from "../context.ts";
import { findingText } from "../formats/findings.ts";
import { loadForStack } from "../stack-file.ts";

export const EXEMPTIONS = "policies/exemptions.yaml";

interface BaselineOptions extends ChangeOptions {
  readonly base?: string;
  readonly owner?: string;
  readonly expires?: string;
  readonly reason?: string;
}

/**
 * Adds an exemption to `policies/exemptions.yaml` for each violation of a mandatory rule in an export if the base has
 * the same violation. Lists the violations without a new exemption, with the reason.
 * @throws UsageError for missing or invalid options, and if there is no base
 */
export async function baseline(o: BaselineOptions, context: Context): Promise<number> {
  const { owner, expires } = required(o);
  return changeSource(o, context, async (own) => {
    const gate = await gateOfStack(own, o.stack);
    if (expires < gate.enforcement.today) throw new UsageError(`--expires ${expires} is in the past.`);
    const project = await loadForStack(own, o.stack);
    const base = await baseOf({ ...o, gate, project }, own);
    const found = baselineOf(project, { gate, base });
    const reason =
      o.reason ?? `This violation is older than the rule or its level: it already exists in ${base.shown}.`;
    const added = found.listed.map(({ rule, flow, node }) => ({ rule, flow, node, reason, owner, expires }));
    const before = presentText(own.root, EXEMPTIONS);
    const after = added.length === 0 ? before : withExemptions(before ?? "", added);
    return {
      flows: outcomesOf(found, project),
      files: new Map([[EXEMPTIONS, { before, after }]]),
      write: true,
      show(isWritten) {
        for (const one of found.listed) own.out(`${isWritten ? "exempted" : "to exempt"}: ${exempted(one)}\n`);
        for (const { finding, because } of found.leftOut) {
          own.exact.err(`${findingText(finding, own)}\n`);
          own.err(`  not exempted: ${because}.\n\n`);
        }
      },
      end(isWritten) {
        own.out(
          added.length === 0
            ? `Nothing to exempt: no export has a violation that is also in ${base.shown}. ${EXEMPTIONS} stays as it is.\n`
            : `${EXEMPTIONS} ${isWritten ? "has" : "gets"} ${count(added.length, "new exemption")}. Review the reasons before you commit.\n`,
        );
        return 0;
      },
    };
  });
}

function outcomesOf({ listed, leftOut }: Baseline, { flows }: FlowProject): FlowOutcome[] {
  const about = (key: string) => ({ key, file: flows.find((unit) => unit.key === key)?.file ?? "" });
  return [
    ...[...Map.groupBy(listed, ({ flow }) => flow)].map(([key, of]): FlowOutcome => {
      const changes = of.map((one) => ({ sign: "+" as const, text: exempted(one) }));
      return { ...about(key), result: "changed", changes };
    }),
    ...leftOut.map(
      ({ finding, because }): FlowOutcome => ({
        ...about(finding.flow ?? ""),
        result: "refused",
        reasons: [`not exempted: ${because}.`],
        brought: [finding],
      }),
    ),
  ];
}

function required({ owner = "", expires = "" }: BaselineOptions): { owner: string; expires: string } {
  if (owner.trim() === "") throw new UsageError("Specify the owner of the exemptions: --owner NAME.");
  if (!isDay(expires))
    throw new UsageError("Specify the last day of the exemptions: --expires DATE, such as 2027-01-31.");
  return { owner: owner.trim(), expires };
}

function exempted({ rule, flow, node }: Baseline["listed"][number]): string {
  return `${rule}, flow ${flow}${node === undefined ? "" : `, node ${node}`}`;
}
