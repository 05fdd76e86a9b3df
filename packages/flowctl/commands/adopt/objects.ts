import { DiagnosticError } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { type FlowProject, kindRow, ObjectMap } from "@genesys-flows/project";
import { allowAdoption } from "@genesys-flows/project/notes";
import { changeByOrganisation, refusedChange, type SourceChange } from "../../changing/change-source.ts";
import type { FlowOutcome } from "../../changing/shown.ts";
import { textsAfter } from "../../changing/write-files.ts";
import type { Context } from "../../context.ts";
import { type FoundObject, type OpenObjects, openObjects } from "../../objects/live.ts";
import { foundObjects, namedByFlows } from "../../objects/named.ts";
import type { ObjectName } from "../../objects/names.ts";
import { objectFiles, type PlacedObject } from "../../objects/object-files.ts";
import { flowsFolder, loadForStack } from "../../stack-file.ts";

export interface ObjectAdoption {
  readonly stack: string;
  readonly objects: readonly ObjectName[];
  /** Also adopts every object that flows in the project reference but no file declares. */
  readonly named: boolean;
  /** Also adopts the objects that the chosen objects reference. */
  readonly needed: boolean;
}

/**
 * Declares existing objects of the organisation with their current content. The next update adopts them without
 * changing them.
 */
export async function objectAdoption(o: ObjectAdoption, context: Context): Promise<SourceChange> {
  const project = await loadForStack(context, o.stack);
  return changeByOrganisation(o.stack, context, async (stack) => {
    const open = await openObjects(stack);
    const { found, problems, missing } = await wanted(o, project, open);
    for (const line of missing) context.out(`skipped: ${line}\n`);
    if (problems.length > 0) return refusedChange(problems, context);
    const contents = found.map(({ content }) => content);
    const flowsDir = flowsFolder(context, o.stack);
    const { files, placed } = await objectFiles(contents, { root: context.root, flowsDir, project });
    try {
      await loadForStack(context, o.stack, { texts: textsAfter(files) });
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return refusedChange(
        [`${error.message}\n\nWith these objects, the project would have the errors above.`],
        context,
      );
    }
    return {
      flows: placed.map((one, index) => outcomeOf(one, found[index] as FoundObject)),
      files,
      write: true,
      show(isWritten) {
        for (const [index, one] of placed.entries()) {
          const { id, notes } = found[index] as FoundObject;
          const { kind, name } = one.content;
          const verb = isWritten ? "adopted" : "to adopt";
          context.out(`${verb}: ${kindRow(kind).noun} '${name}' (${id}), written to ${one.file}\n`);
          for (const note of notes) context.out(`  ${note}\n`);
        }
      },
      end(isWritten) {
        if (placed.length === 0) context.out("There is nothing to adopt.\n");
        if (placed.length === 0 || !isWritten) return 0;
        allowAdoption(context.root, o.stack);
        const all = count(placed.length, "object");
        context.out(
          `The next update of ${o.stack} adopts ${all}. Next: npm run pulumi -- preview --stack ${o.stack}, then npm run pulumi -- up --stack ${o.stack}\n`,
        );
        return 0;
      },
    };
  });
}

function outcomeOf({ content: { kind, name }, file }: PlacedObject, { notes }: FoundObject): FlowOutcome {
  return { key: `${kind}:${name}`, file, result: "changed", notes };
}

interface Wanted {
  readonly found: readonly FoundObject[];
  readonly problems: readonly string[];
  /** Names of flows that the organisation does not have. */
  readonly missing: readonly string[];
}

async function wanted(o: ObjectAdoption, project: FlowProject, open: OpenObjects): Promise<Wanted> {
  const declared = new ObjectMap(project.objects);
  const problems = o.objects.flatMap(({ kind, name }) => {
    const there = declared.get(kind, name);
    return there ? [`${there.file}:${there.location.line} already declares the ${kindRow(kind).noun} '${name}'.`] : [];
  });
  const named = o.named ? namedByFlows(project) : [];
  const isAsked = new ObjectMap(o.objects);
  const missing: string[] = [];
  const found = await foundObjects([...o.objects, ...named], { open, project, needed: o.needed }, (reason, of) => {
    (isAsked.get(of.kind, of.name) || !named.includes(of) ? problems : missing).push(reason);
  });
  return { found, problems, missing };
}
