import * as pulumi from "@pulumi/pulumi";

/**
 * What the SDK does for its own debugging at every promise and every resource: half of the time of a program of many resources.
 *
 * - It keeps a stack trace with each promise, and `source-map-support` looks up each of its frames. Node strips types without moving
 *   anything, so positions are right without that.
 * - It sends the engine a debug message at each step, a call each. They are sent where `PULUMI_OPTION_DEBUG` asks for them, by which
 *   `pulumi` itself takes `--debug`.
 */
Object.assign(Error, { prepareStackTrace: undefined });
if (!process.env["PULUMI_OPTION_DEBUG"]) Object.assign(pulumi.log, { debug: async () => {} });
