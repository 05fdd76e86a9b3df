import { namesIn, references } from "../../archy/references.ts";
import type { ArchyMap, ReferenceKind } from "../../archy/types.ts";
import type { Location } from "../../diagnostic.ts";
import type { Check } from "../check.ts";
import type { Place } from "../place.ts";
import type { Subject } from "../subject.ts";

/** A name in angle brackets, such as instructions use for text to replace. */
const TO_FILL_IN = /^<[^<>]+>$/;

/** Names in angle brackets. The platform cannot find objects with such names. */
export const placeholderNames: Check = {
  codes: ["placeholder-name"],
  ofParts: true,
  run(subject, report) {
    for (const { name, kind, ...place } of toFillIn(subject)) {
      const key = name.slice(1, -1);
      report("placeholder-name", {
        message: `The name of the ${words(kind)} '${name}' looks like a placeholder.`,
        hint: subject.document
          ? `Write the real name, or write '{{${key}}}' and set its value under the substitutions.`
          : `Write the real name, or write '\${${key}}' and declare it under 'values'.`,
        ...place,
      });
    }
  },
};

interface Named extends Place {
  readonly name: string;
  readonly kind: ReferenceKind;
  readonly location?: Location;
}

function toFillIn({ document, graph }: Subject): Named[] {
  const isToFillIn = ({ name }: { readonly name: string }) => TO_FILL_IN.test(name);
  if (document) {
    return references(document)
      .filter(isToFillIn)
      .map(({ name, kind, path }) => ({ name, kind, path }));
  }
  const inNodes = [...graph.nodes.values()].flatMap((node) =>
    namesIn({ [node.kind]: node.properties }, graph.type)
      .filter(isToFillIn)
      .map(({ name, kind }) => {
        const location = graph.textPlace?.({ node: node.id, text: name });
        return { name, kind, node, location };
      }),
  );
  const ofFlow: ArchyMap = {
    ...graph.settings,
    ...(graph.onFault?.then && { settingsErrorHandling: graph.onFault.then }),
  };
  return [...inNodes, ...namesIn(ofFlow, graph.type).filter(isToFillIn)];
}

/** Converts `dataAction` to `data action`. */
function words(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
