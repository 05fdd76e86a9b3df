import * as pulumi from "@pulumi/pulumi";

/**
 * The state keeps no source positions. All flows are registered from the same lines of these components, so a position says
 * nothing; the SDK would take a stack trace for each resource, and write paths of this machine for the frames it cannot make relative.
 */
Object.assign(pulumi.Resource, { callsites: () => [] });
