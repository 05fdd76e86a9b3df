import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";

/** A provider with one resource type, whose properties are its inputs. It contains no code of this project. */
const service = {
  handshake: unary(() => {
    const response = new messages.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setAcceptResources(true);
    return response;
  }),
  getPluginInfo: unary(() => {
    const info = new pluginMessages.PluginInfo();
    info.setVersion("0.1.0");
    return info;
  }),
  getSchema: unary(() => {
    const response = new messages.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: "trivial", version: "0.1.0" }));
    return response;
  }),
  checkConfig: unary(checked),
  diffConfig: unary(() => new messages.DiffResponse()),
  configure: unary(() => {
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(true);
    return response;
  }),
  check: unary(checked),
  diff: unary((request: messages.DiffRequest) => {
    const same =
      JSON.stringify(request.getOldInputs()?.toJavaScript()) === JSON.stringify(request.getNews()?.toJavaScript());
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const response = new messages.DiffResponse();
    response.setChanges(same ? DIFF_NONE : DIFF_SOME);
    return response;
  }),
  create: unary((request: messages.CreateRequest) => {
    const response = new messages.CreateResponse();
    if (!request.getPreview()) response.setId(request.getName());
    response.setProperties(request.getProperties());
    return response;
  }),
  read: unary((request: messages.ReadRequest) => {
    const response = new messages.ReadResponse();
    response.setId(request.getId());
    response.setProperties(request.getProperties());
    response.setInputs(request.getInputs());
    return response;
  }),
  update: unary((request: messages.UpdateRequest) => {
    const response = new messages.UpdateResponse();
    response.setProperties(request.getNews());
    return response;
  }),
  delete: unary(() => new emptyMessages.Empty()),
  cancel: unary(() => new emptyMessages.Empty()),
};

function checked(request: messages.CheckRequest): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function unary<Request, Response>(work: (request: Request) => Response) {
  return (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void =>
    answer(null, work(call.request));
}

const server = new Server();
server.addService(providerServices.ResourceProviderService, service as never);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
process.stdin.on("end", () => process.exit()).resume();
