import { printable } from "@genesys-flows/architect";
import * as pulumi from "@pulumi/pulumi";

/** Prints text for people, with control characters escaped (`printable`). */
export const log = {
  info: (text: string): Promise<void> => pulumi.log.info(printable(text)),
  warn: (text: string): Promise<void> => pulumi.log.warn(printable(text)),
};

/** An error that ends the program without a stack trace. */
export function refusal(text: string): pulumi.RunError {
  return new pulumi.RunError(printable(text));
}
