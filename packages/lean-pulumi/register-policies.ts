/** Changes the SDK in a policy pack's process. Import it before `@pulumi/policy`, for its side effect. */
import { createRequire } from "node:module";
import {
  type AnalyzerProto,
  type GrpcServer,
  keepSameAnswers,
  type PolicyServer,
  skipUnneededRequests,
} from "./policy-server.ts";
import { mapNoStackTraces } from "./program.ts";
import { loadSdkWhenAsked, standInForUnused } from "./stand-ins.ts";
import { keepStructsOnWire } from "./structs.ts";

const own = createRequire(import.meta.url);
// Needed for policies that use the SDK themselves.
standInForUnused(own);
loadSdkWhenAsked(own);
mapNoStackTraces();
keepStructsOnWire();
const serverFile = own.resolve("@pulumi/policy/server.js");
const server = own(serverFile) as PolicyServer;
const proto = own("@pulumi/pulumi/proto/analyzer_grpc_pb.js") as AnalyzerProto;
skipUnneededRequests(server, proto, {
  Struct: own("google-protobuf/google/protobuf/struct_pb.js").Struct,
  AnalyzerResourceOptions: own("@pulumi/pulumi/proto/analyzer_pb.js").AnalyzerResourceOptions,
});
const grpc = createRequire(serverFile)("@grpc/grpc-js").Server as GrpcServer;
keepSameAnswers(server, proto, grpc);
