import type { Check } from "../check.ts";
import { placeOf } from "../place.ts";
import { hasInitialValue, variableTable } from "../variables.ts";

/** Every loop counts into a variable, wanted or not. */
const NEEDED = "currentIndex";

/** Variables that are read and never get a value, and those that get one which nobody reads. */
export const variableUse: Check = {
  codes: ["never-set", "never-read"],
  run(subject, report) {
    for (const { name, declared, reads, writes } of variableTable(subject).values()) {
      const [read] = reads;
      const [write] = writes;
      if (read && !write && !hasInitialValue(declared)) {
        const hint = declared
          ? "Give it an initial value, let an action set it, or make it an input."
          : "It is not declared either: check its spelling.";
        report("never-set", { message: `'${name}' is read and nothing sets it.`, hint, ...placeOf(read) });
      }
      if (!write || read || declared?.isOutput || write.purpose === NEEDED) continue;
      const hint = "Nothing is lost by leaving it out, unless the platform or a report reads it.";
      report("never-read", { message: `'${name}' is set and never read.`, hint, ...placeOf(write) });
    }
  },
};
