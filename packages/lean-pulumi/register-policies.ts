/** Changes the SDK of a policy pack's process. To be imported before `@pulumi/policy`, for its effect. */
import { createRequire } from "node:module";
import { mapNoStackTraces } from "./patches.ts";
import { type AnalyzeProto, type GrpcServer, keepSameAnswers } from "./policy-answers.ts";
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
const serverFile = own.resolve("@pulumi/policy/server.js");
const server = own(serverFile) as PolicyServer;
const proto = own("@pulumi/pulumi/proto/analyzer_grpc_pb.js") as AnalyzerProto & AnalyzeProto;
skipUnneededRequests(server, proto, {
  Struct: own("google-protobuf/google/protobuf/struct_pb.js").Struct,
  AnalyzerResourceOptions: own("@pulumi/pulumi/proto/analyzer_pb.js").AnalyzerResourceOptions,
});
const grpc = createRequire(serverFile)("@grpc/grpc-js").Server as GrpcServer;
keepSameAnswers(server, proto, grpc);
