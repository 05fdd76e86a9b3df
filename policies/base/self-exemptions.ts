import { type Diagnostic, distinct } from "@genesys-flows/architect";
import { isExpired } from "../gate/apply.ts";
import { gateFinding } from "../gate/codes.ts";
import type { Exemption } from "../gate/exemptions.ts";
import type { Gate, GateReport } from "../gate/gate.ts";
import type { Base } from "./base.ts";

/** A finding for each violation that a change adds together with its exemption. */
export function selfExemptions({ exempted }: GateReport, base: Base, { enforcement }: Gate): Diagnostic[] {
  const earlier = base.exemptions.filter((exemption) => !isExpired(exemption, enforcement.today));
  const isOlder = (exemption: Exemption) => earlier.some((one) => isSame(one, exemption));
  return distinct(
    exempted
      .filter(({ finding, exemption }) => !isOlder(exemption) && !base.holds(finding))
      .map(({ finding: { flow, node }, exemption: { rule, location } }) =>
        gateFinding(
          "self-exemption",
          `The violation of \`${rule}\` and its exemption are both newer than ${base.shown}.`,
          {
            why: "A change cannot waive what it adds.",
            hint: "Fix the violation and remove the exemption.",
            location,
            ...(flow !== undefined && { flow }),
            ...(node !== undefined && { node }),
          },
        ),
      ),
  );
}

/** Whether two exemptions cover the same. */
export function isSame(a: Exemption, b: Exemption): boolean {
  return a.rule === b.rule && a.flow === b.flow && a.node === b.node;
}
