import { messageOf } from "@genesys-flows/architect/printable";
import { status as codes, Metadata, type ServiceError } from "@grpc/grpc-js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { PartialFailure } from "../engine/resource.ts";
import { type Properties, withoutContent } from "../engine/values.ts";
import { wrapProperties } from "./wire-values.ts";

/** Converts properties to a Struct. Top-level properties listed in `secrets` are marked as secret. */
export function toStruct(properties: Properties, secrets: ReadonlySet<string> = new Set()): structMessages.Struct {
  const plain = wrapProperties(properties, secrets);
  return structMessages.Struct.fromJavaScript(plain as Record<string, structMessages.JavaScriptValue>);
}

/**
 * Converts an error thrown by an operation to a gRPC error. A PartialFailure includes `ErrorResourceInitFailed`, so
 * that the engine keeps the id and the outputs (reference/toolchain.md §4).
 * @param options.shown makes a message safe to show
 */
export function toServiceError(
  thrown: unknown,
  options: { shown: (text: string) => string; secrets?: ReadonlySet<string> },
): Partial<ServiceError> {
  const message = cut(options.shown(messageOf(thrown)));
  if (!(thrown instanceof PartialFailure)) return { code: codes.UNKNOWN, details: message };

  const failed = new providerMessages.ErrorResourceInitFailed()
    .setId(thrown.id)
    .setProperties(toStruct(thrown.outputs, options.secrets))
    // Errors are sent in a header. A whole document would not fit, and the error would then be lost.
    .setInputs(toStruct(withoutContent(thrown.inputs), options.secrets))
    .setReasonsList(thrown.reasons.map((reason) => cut(options.shown(reason))));
  const detail = new anyMessages.Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status().setCode(codes.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: codes.UNKNOWN, details: message, metadata };
}

/** Fits into a header, and is longer than anyone would read. */
const LONGEST_TEXT = 16_000;

function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const lines = text.slice(LONGEST_TEXT).split("\n").length;
  return `${text.slice(0, LONGEST_TEXT)}…\n(${text.length - LONGEST_TEXT} more characters in ${lines} lines are omitted)`;
}
