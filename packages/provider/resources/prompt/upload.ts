import { basename } from "node:path";
import { failureOfConnection, failureOfTransfer } from "../../api/failure.ts";
import type { LifeContext } from "../plain/spec.ts";

/**
 * POST of a recording to the address that the platform named: multipart, part `file`, the bare token
 * (reference/platform-api.md §2.7).
 *
 * @throws ApiFailure
 */
export async function uploadRecording(
  context: LifeContext,
  upload: { address: string; name: string; bytes: Buffer },
): Promise<void> {
  if (!URL.canParse(upload.address))
    throw new Error("The platform's answer contains no address to upload the recording to.");
  const request = `POST ${new URL(upload.address).host} (recording)`;
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(upload.bytes)]), basename(upload.name));
  let response: Response;
  try {
    response = await fetch(upload.address, {
      method: "POST",
      headers: { Authorization: context.client.bearerToken },
      body: form,
      signal: context.signal,
    });
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw failureOfConnection(request, error);
  }
  const text = await response.text();
  if (response.ok) return;
  throw failureOfTransfer(request, {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parsed(text),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
