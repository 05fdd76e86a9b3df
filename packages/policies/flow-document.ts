import { reasonOf } from "@genesys-flows/rules";
import type { FlowInputs } from "./flow-inputs.ts";
import { filesAt, startFolders } from "./projects.ts";
import type { Unjudged, Verdict, Verdicts } from "./verdicts.ts";

/**
 * The verdict on a flow resource's document. A pack does not know the project's location, so a file counts only if its
 * digest matches the digest that the provider computed for the resource's document.
 */
export function documentVerdict(key: string, inputs: FlowInputs, verdicts: Verdicts): Verdict | Unjudged {
  const { document, digest, forceUnlock } = inputs;
  if ("unjudged" in document) return document;
  const asked = { key, forceUnlock };
  if ("text" in document) return readable("The document", () => verdicts.ofText(document.text, asked));
  const { path } = document;
  const files = filesAt(path);
  const verdictOn = (file: string) => readable(`The document ${path}`, () => verdicts.ofFile(file, path, asked));
  const nowhere = `no project in or above ${startFolders().join(" or ")} contains it.`;
  if (digest === undefined) {
    const [file] = files;
    return file === undefined ? { unjudged: `The document ${path} does not exist: ${nowhere}` } : verdictOn(file);
  }
  const own = files.map(verdictOn).find((verdict) => "digest" in verdict && verdict.digest === digest);
  if (own) return own;
  const what =
    files.length > 0
      ? `${files.join(" and ")} ${files.length > 1 ? "differ" : "differs"} from the flow's document.`
      : nowhere;
  return {
    unjudged: `The document ${path} could not be checked: ${what} Start Pulumi in the flow's project folder, not from a different folder with \`-C\`, and use that project's policy pack.`,
  };
}

/** Returns a verdict, or the reason if the file cannot be read or is not a document. */
function readable(document: string, verdict: () => Verdict): Verdict | Unjudged {
  try {
    return verdict();
  } catch (error) {
    return { unjudged: `${document} cannot be read. ${reasonOf(error)}` };
  }
}
