/** Changes the SDK of a policy pack's process. To be imported before `@pulumi/policy`, for its effect. */
import { createRequire } from "node:module";
import { mapNoStackTraces } from "./patches.ts";
import { type AnalyzerProto, type PolicyServer, skipUnneededRequests } from "./policy-requests.ts";
import { loadSdkWhenAsked } from "./policy-sdk.ts";
import { standInForUnused } from "./stand-ins.ts";
import { keepStructsOnWire } from "./structs.ts";

const own = createRequire(import.meta.url);
// For policies that use the SDK themselves.
standInForUnused(own);
loadSdkWhenAsked(own);
mapNoStackTraces();
keepStructsOnWire();
skipUnneededRequests(
  own("@pulumi/policy/server.js") as PolicyServer,
  own("@pulumi/pulumi/proto/analyzer_grpc_pb.js") as AnalyzerProto,
  {
    Struct: own("google-protobuf/google/protobuf/struct_pb.js").Struct,
    AnalyzerResourceOptions: own("@pulumi/pulumi/proto/analyzer_pb.js").AnalyzerResourceOptions,
  },
);
