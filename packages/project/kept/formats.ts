import type { KeptFormat } from "./format.ts";

/** The formats of all files that have a version. `keptFiles` (files.ts) lists the paths of these files. */
export const formats = {
  sidecar: {
    format: "genesys-flows/sidecar/1",
    earlier: [undefined],
    remedy: "Delete it; the next run writes it again.",
  },
  note: {
    format: "genesys-flows/note/1",
    earlier: [undefined],
    remedy: "It records what an interrupted update did. Run the update with the version that wrote it.",
  },
  change: {
    format: "genesys-flows/change/1",
    earlier: [undefined],
    remedy:
      "It records how to undo an interrupted command. Run any flowctl command with the version that " +
      "wrote it, or restore the files with git and delete this one.",
  },
  sources: {
    format: "genesys-flows/sources/1",
    earlier: [undefined],
    remedy: "Write it again with this version: `npm run pulumi` does so before each update.",
  },
  plan: { format: "genesys-flows/plan/1", remedy: "Make a new plan, or apply this one with the version that made it." },
  account: {
    format: "genesys-flows/account/1",
    // The earlier format contains only successful updates.
    earlier: ["genesys-flows/release/1"],
    remedy: "Upgrade genesys-flows in this project, then read it again.",
  },
  report: { format: "genesys-flows/report/1", remedy: "Create the report again." },
} as const satisfies Readonly<Record<string, KeptFormat>>;
