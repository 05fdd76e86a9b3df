import { messageOf } from "@genesys-flows/architect/printable";
import { status as codes, Metadata, type ServiceError } from "@grpc/grpc-js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { PartialFailure } from "../engine/resource.ts";
import { type Properties, withoutContent } from "../engine/values.ts";
import { wrapProperties } from "./wire-values.ts";

/** A Struct with properties; those at the top level that `secrets` names are secret. */
export function toStruct(properties: Properties, secrets: ReadonlySet<string> = new Set()): structMessages.Struct {
  const plain = wrapProperties(properties, secrets);
  return structMessages.Struct.fromJavaScript(plain as Record<string, structMessages.JavaScriptValue>);
}

/**
 * The gRPC error for what an operation threw. A PartialFailure carries `ErrorResourceInitFailed`, which makes the
 * engine keep id and outputs (reference/toolchain.md §4).
 * @param options.shown makes text safe to show
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
    // An error travels in a header: a document would not fit, and the whole error would be lost.
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

/** Fits into a header, and is more than a person reads. */
const LONGEST_TEXT = 16_000;

function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const lines = text.slice(LONGEST_TEXT).split("\n").length;
  return `${text.slice(0, LONGEST_TEXT)}…\n(${text.length - LONGEST_TEXT} more characters in ${lines} lines are left out)`;
}
