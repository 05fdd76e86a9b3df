import { dirname, join } from "node:path/posix";
import {
  type ArchyDocument,
  archyFromBody,
  isNoValue,
  type ModuleContract,
  moduleCalls,
  printArchy,
  sameName,
} from "@genesys-flows/architect";
import { definitionSettings, writtenEmailAddress } from "@genesys-flows/architect/settings";
import { typeOfFlow } from "@genesys-flows/platform";
import { isFlowJson, optionsFilesOf } from "@genesys-flows/project/flow-files";
import { parseDocument, stringify } from "yaml";
import type { ComingFiles } from "../changing/write-files.ts";
import { printed } from "../changing/yaml-text.ts";
import { exportProblem } from "../live/exports.ts";
import { exportFile } from "../reading/flow-folder.ts";
import { type PresentFlow, type Searched, settingsIn } from "./past-source.ts";
import { type PublishedVersions, unmarkedBody } from "./versions.ts";

interface ExportWanted extends Pick<Searched, "key" | "present" | "flowsDir"> {
  readonly version: string;
  /** A sentence for the header of the file that explains why the source is not from Git. */
  readonly why: string;
  readonly modules: readonly ModuleContract[];
}

/**
 * The files that make a version's export the source of a flow. The export replaces a definition under the same key.
 * Settings that only a definition can contain (numbers, pin, owner, stacks, earlier keys) move to an options file, so
 * that nothing else changes.
 * @returns the files, or the reason why this is not possible
 */
export async function exportedSource(
  versions: PublishedVersions,
  o: ExportWanted,
): Promise<{ readonly files: ComingFiles; readonly document: ArchyDocument } | { readonly problem: string }> {
  const { key, version, present } = o;
  if (present && present.text === undefined) {
    return {
      problem: `${o.why} An export cannot replace TypeScript. Delete ${present.unit.file}, commit the deletion, and run the command again. Then add the flow's numbers and settings to an options file by hand.`,
    };
  }
  try {
    const { document, misfits } = fittedCalls(withoutOwner(await versions.exported(version)), o.modules);
    if (misfits.length > 0) {
      return {
        problem: `${o.why} The export of version ${version} does not fit the current modules. ${misfits.join(" ")} Roll the module back first, or roll back to a release, which contains both.`,
      };
    }
    const file = present ? fileFor(present) : exportFile(o.flowsDir, typeOfFlow(versions.flow), key);
    const files = new Map<string, string | undefined>();
    if (present && present.unit.file !== file) files.set(present.unit.file, undefined);
    files.set(file, `${headOf(o, versions.flow.name)}${printArchy(document)}`);
    const options = optionsFor(present, { file, key });
    if (options) files.set(options.file, options.text);
    return { files, document };
  } catch (error) {
    return { problem: `${o.why} Version ${version} cannot be exported either: ${exportProblem(error)}` };
  }
}

/** The document without its ownership mark. The next update writes a new mark. */
function withoutOwner(document: ArchyDocument): ArchyDocument {
  const body = unmarkedBody(document);
  if ((body["description"] ?? "") === (document.body["description"] ?? "")) return document;
  return archyFromBody(document.flowType, body, { file: document.file });
}

/**
 * The path of the current file, unless the file is JSON. Omits the version that Architect added to the name of an
 * earlier export.
 */
function fileFor({ unit }: PresentFlow): string {
  const isVersioned = /_v\d+-\d+\.ya?ml$/i.test(unit.file);
  return isVersioned || isFlowJson(unit.file) ? join(dirname(unit.file), `${unit.key}.yaml`) : unit.file;
}

function headOf({ version, why }: ExportWanted, name: string): string {
  const plain = (text: string) => text.replaceAll(/\s+/g, " ");
  return `# Version ${version} of ${plain(JSON.stringify(name))}, as the platform exported it for a rollback.\n# ${plain(why)}\n`;
}

/** Settings that a definition can have and an export cannot. */
const KEPT = ["numbers", "emailAddresses", "formerly", "stacks", ...Object.keys(definitionSettings.shape)];

/**
 * The options of the export: the current options or, for a definition, its settings. Omits placeholders, because the
 * platform's export contains none.
 */
function optionsFor(
  present: PresentFlow | undefined,
  { file, key }: { readonly file: string; readonly key: string },
): { readonly file: string; readonly text: string | undefined } | undefined {
  if (!present) return undefined;
  if (present.unit.origin === "definition") {
    // Numbers and e-mail addresses may refer to values of the stack, which options cannot contain.
    const { numbers, emailAddresses } = present.unit;
    const settings = { ...settingsIn(present.text), numbers, emailAddresses: emailAddresses.map(writtenEmailAddress) };
    const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
    const kept = Object.entries(settings).filter(([name, value]) => KEPT.includes(name) && isSet(value));
    if (kept.length === 0) return undefined;
    return { file: optionsFilesOf({ file, key })[0], text: stringify(Object.fromEntries(kept), STYLE) };
  }
  const { options } = present;
  if (!options || settingsIn(options.text)["substitutions"] === undefined) return undefined;
  const document = parseDocument(options.text);
  document.delete("substitutions");
  const isEmpty = Object.keys(document.toJSON() ?? {}).length === 0;
  return { file: options.file, text: isEmpty ? undefined : printed(document, options.text) };
}

const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

/**
 * Adapts the calls in an export to the current modules. An export lists every input and output that a module had at
 * that time, even if they are not set. The platform refuses inputs and outputs that the module no longer has. Those
 * without a value are removed; the others are returned as sentences (misfits).
 * @param modules the modules of the project
 */
function fittedCalls(
  document: ArchyDocument,
  modules: readonly ModuleContract[],
): { readonly document: ArchyDocument; readonly misfits: readonly string[] } {
  const body = structuredClone(document.body);
  const copy = archyFromBody(document.flowType, body, { file: document.file });
  const misfits = new Set<string>();
  let isChanged = false;
  for (const { module: name, inputs, outputs } of moduleCalls(copy)) {
    const module = modules.find((one) => sameName(one.name, name));
    if (!module) continue;
    for (const [noun, given, known] of [
      ["input", inputs, module.inputs],
      ["output", outputs, module.outputs],
    ] as const) {
      for (const gone of Object.keys(given).filter((key) => !Object.keys(known).some((one) => sameName(one, key)))) {
        if (isNoValue(given[gone])) {
          delete given[gone];
          isChanged = true;
        } else
          misfits.add(
            `The flow uses the ${noun} '${gone}' of the module '${module.name}', but the module no longer has it.`,
          );
      }
    }
  }
  const fitted = isChanged ? archyFromBody(document.flowType, body, { file: document.file }) : document;
  return { document: fitted, misfits: [...misfits] };
}
