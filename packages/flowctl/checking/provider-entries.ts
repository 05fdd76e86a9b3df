import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import { checkConfig } from "@genesys-flows/platform";
import { readYamlFile } from "@genesys-flows/project";
import { providerConfig } from "../provider-config.ts";
import type { StackFile } from "../stack-file.ts";

/** The errors in the provider's entries of a stack's file, as an update would report them. */
export function providerEntries(found: StackFile): Diagnostic[] {
  try {
    // Checks only the file: the environment of this machine cannot cause an error in it.
    const mistakes = checkConfig(providerConfig(found).values, {});
    const { source } = readYamlFile(found);
    return mistakes.map(({ property, reason }) => ({
      code: "stack-config",
      severity: "error",
      message: reason.includes("genesyscloud:") ? reason : `\`genesyscloud:${property}\`: ${reason}`,
      ...(source && { location: source.locate(["config", `genesyscloud:${property}`]) }),
    }));
  } catch (error) {
    // Loading the project reports a file that is not YAML.
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
}
