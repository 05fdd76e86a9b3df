import { markdownTable } from "@genesys-flows/architect/columns";
import { formats } from "./formats.ts";

/** A kind of file that the product or a team writes, and that a later run reads. */
export interface KeptFile {
  /** The paths in the project's folder. */
  readonly files: readonly string[];
  readonly holds: string;
  /** Identifies the version of the format; omitted if the format has no version. */
  readonly format?: string;
  /** How the product handles a file of a different version. */
  readonly other: string;
}

/** Every file that is kept between runs. Files that are not listed are not kept or belong to other programs. */
export const keptFiles: readonly KeptFile[] = [
  {
    files: ["flows/", "local/", "policies/levels/", "policies/exemptions.yaml", "Pulumi.<stack>.yaml"],
    holds: "the team's own files",
    other: "checked against its schema: an unknown property is an error with file and line",
  },
  {
    files: [".genesys/state/"],
    holds: "the state of the stacks, unless a backend has it",
    format: "3, Pulumi's own",
    other:
      "the engine refuses a later version; the provider reads resources of all earlier versions without changing them",
  },
  {
    files: [".genesys/orgs/", ".genesys/snapshots/"],
    holds: "the embedded organisation, and copies of it",
    format: "the table `schema_version`",
    other: "an earlier one is migrated, a later one refused",
  },
  {
    files: [".genesys/state/.genesys-flows/releases/", ".genesys/releases/"],
    holds: "records of updates, next to the state or in the checkout",
    format: formats.account.format,
    other: `\`${formats.account.earlier[0]}\` can also be read; others are listed as unreadable`,
  },
  {
    files: [".genesys/plans/"],
    holds: "a plan that waits for its approval, encrypted",
    format: formats.plan.format,
    other: "refused; nothing is changed",
  },
  {
    files: [".genesys/reports/"],
    holds: "reports of changes, also from `--format json`",
    format: formats.report.format,
    other: "refused",
  },
  {
    files: [".genesys/creating/", ".genesys/publishing/"],
    holds: "notes about the changes that a run is about to make, so that the next run can recover from an interruption",
    format: formats.note.format,
    other: "refused: the update stops before it changes anything",
  },
  {
    files: [".genesys/unfinished/", ".genesys/adopting/"],
    holds: "markers of an incomplete update, or of permission for the next update to adopt objects",
    other: "only its existence matters",
  },
  {
    files: [".genesys/unfinished-change.json"],
    holds: "information to undo the changes of an interrupted command to the source",
    format: formats.change.format,
    other: "refused; the files remain unchanged",
  },
  {
    files: [".genesys/promotion/<stack>.json"],
    holds: "the sources that the previous stack runs, also in the file that `GENESYS_FLOWS_PROMOTED_SOURCES` names",
    format: formats.sources.format,
    other: "refused: the rule `promotes-from` reports that the sources are unknown",
  },
  {
    files: [".genesys/compiled/<key>-<digest>.yaml"],
    holds: "a compiled document",
    other: "read only if its content has the requested digest",
  },
  {
    files: [".genesys/compiled/<key>-<digest>.map.json"],
    holds: "the places of a compiled document in the source",
    format: formats.sidecar.format,
    other: "refused; a report then shows the document without the source. Each run writes the files of its own flows",
  },
  {
    files: [".genesys/compiled/<stack>.documents.json"],
    holds: "the documents that the stack last used: a hint, to check them early",
    other: "ignored and written again",
  },
  {
    files: [".genesys/cache/flows/"],
    holds: "flows that were read and checked before",
    format: "genesys-flows cache 1",
    other: "ignored and written again, even if only the version of the product or of Node differs",
  },
  {
    files: [".genesys/job-times/", ".genesys/forecasts/"],
    holds: "the duration of publishing and the number of flows in a preview, only for progress messages",
    other: "ignored and written again",
  },
  {
    files: [
      ".genesys/policies/",
      ".genesys/events/",
      ".genesys/stand-in/",
      ".genesys/base/",
      ".genesys/upgrade/",
      "policies/.verdicts/",
    ],
    holds: "data that a run passes to the programs that it starts",
    other: "never read by another run: each writes its own first",
  },
  {
    files: [".genesys/exports/", ".genesys/drafts/"],
    holds: "exports of published versions, and drafts that were replaced",
    other: "the platform's own documents: one version of a flow never changes",
  },
];

/** The table of docs/versions.md. */
export function keptFilesTable(): string {
  const rows = keptFiles.map(({ files, holds, format, other }) => [
    files.map((file) => `\`${file}\``).join(", "),
    holds,
    format === undefined ? "" : format.startsWith("genesys-flows") ? `\`${format}\`` : format,
    other,
  ]);
  return markdownTable(["file", "content", "format", "if the version differs"], rows);
}
