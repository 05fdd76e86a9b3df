import {
  type ArchyDocument,
  archyFromBody,
  isNoValue,
  type ModuleContract,
  moduleCalls,
  sameName,
} from "@genesys-flows/architect";

/**
 * An export lists every input and output that a module had then, set or not. The platform refuses one that the module no longer has: those
 * without a value are left out, the others are misfits: sentences.
 *
 * @param modules of the project
 */
export function fittedCalls(
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
        } else misfits.add(`It uses the ${noun} '${gone}' of the module '${module.name}', which no longer has it.`);
      }
    }
  }
  const fitted = isChanged ? archyFromBody(document.flowType, body, { file: document.file }) : document;
  return { document: fitted, misfits: [...misfits] };
}
