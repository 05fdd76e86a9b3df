import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";

/** The inputs of a flow resource that the policies read. */
export interface FlowInputs {
  /** Path of a file relative to the project; the content; or a sentence that explains why both are missing. */
  readonly document: { readonly path: string } | { readonly text: string } | { readonly unjudged: string };
  /** Digest of the document as computed by the provider; undefined if not computed. */
  readonly digest: string | undefined;
  /** Undefined if not known yet. */
  readonly forceUnlock: boolean | undefined;
}

/**
 * Reads the inputs of a flow resource through the proxy of `@pulumi/policy`, which downgrades any policy to advisory
 * when it reads an unknown value.
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
      unjudged:
        "The flow's document is not known yet. Give the flow a file or a string that is known during the preview.",
    };
  }
  const { path, text, uri } = asset as { path?: unknown; text?: unknown; uri?: unknown };
  const [file, content] = await Promise.all([path, text]);
  if (typeof file === "string") return { path: file };
  if (typeof content === "string") return { text: content };
  const where = uri === undefined ? "is neither a file nor a string" : "is at a URL, which a policy pack does not read";
  return { unjudged: `The flow's document ${where}. Put it in a file in the project.` };
}
