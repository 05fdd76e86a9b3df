import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";

/** What the policies read of a flow resource's inputs. */
export interface FlowInputs {
  /** Path of a file, relative to the project; a text; or why there is neither, as a sentence. */
  readonly document: { readonly path: string } | { readonly text: string } | { readonly unjudged: string };
  /** Of the document, as the provider's check computed it; undefined where it did not. */
  readonly digest: string | undefined;
  /** Undefined where it is not known yet. */
  readonly forceUnlock: boolean | undefined;
}

/**
 * Reads the inputs of a flow resource behind the proxy of `@pulumi/policy`, which makes advice out of a policy that reads an unknown
 * value, whatever the policy's level.
 */
export async function flowInputs(props: Record<string, unknown>): Promise<FlowInputs> {
  const { document, digest, forceUnlock = false } = behindProxy(props) as Record<string, unknown>;
  return {
    document: await documentIn(behindProxy(document)),
    digest: typeof digest === "string" ? digest : undefined,
    forceUnlock: typeof forceUnlock === "boolean" ? forceUnlock : undefined,
  };
}

async function documentIn(asset: unknown): Promise<FlowInputs["document"]> {
  if (typeof asset !== "object" || asset === null) {
    return {
      unjudged: "The document of the flow is not known yet. Give the flow a file or a text that the preview knows.",
    };
  }
  const { path, text, uri } = asset as { path?: unknown; text?: unknown; uri?: unknown };
  const [file, content] = await Promise.all([path, text]);
  if (typeof file === "string") return { path: file };
  if (typeof content === "string") return { text: content };
  const where = uri === undefined ? "is neither a file nor a text" : "is at a URL, which a policy pack does not read";
  return { unjudged: `The document of the flow ${where}. Put it into a file of the project.` };
}
