import { ApiFailure } from "../../api/failure.ts";
import { type Operation, PartialFailure } from "../../rpc/provider.ts";
import { Asset, type Properties } from "../../rpc/values.ts";

/** A refusal of the platform, with the flow that it was about. */
export class FlowFailure extends Error {
  override readonly cause: ApiFailure;

  constructor(message: string, cause: ApiFailure) {
    super(message);
    this.name = "FlowFailure";
    this.cause = cause;
  }
}

/**
 * Does `work`; a failure of the platform comes with the flow, its key, the file that its document lies in, and what could
 * not be done.
 */
export async function aboutFlow<Result>(
  of: { readonly operation: Operation; readonly properties: Properties; readonly cannot: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiFailure) || error instanceof PartialFailure) throw error;
    if (isAboutOrganisation(error)) throw error;
    const { name, document } = of.properties;
    const known = typeof name === "string" ? ` '${name}'` : "";
    const file = document instanceof Asset && document.path !== undefined ? `, ${document.path}` : "";
    throw new FlowFailure(
      `The flow${known} (key '${of.operation.urn.name}'${file}) could not be ${of.cannot}. ${error.message}`,
      error,
    );
  }
}

/** The log-in, and the look at whose organisation it is: no flow is at fault. */
function isAboutOrganisation({ request }: ApiFailure): boolean {
  return /^POST \/oauth\/token$|\/organizations\/me$/.test(request);
}
