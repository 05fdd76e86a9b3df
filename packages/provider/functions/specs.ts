import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";

export const getFlowSpec: FunctionSpec = {
  token: tokenOf("getFlow", "getFlow"),
  description: "Looks up a flow of the organisation by name and type.",
  inputs: {
    name: { type: "string", required: true, description: "Name of the flow, exactly." },
    type: { type: "string", required: true, description: "Type of the flow as in Archy, for example `inboundCall`." },
  },
  outputs: {
    id: { type: "string", required: true, description: "Id of the flow." },
    name: { type: "string", required: true, description: "Name of the flow." },
    type: { type: "string", required: true, description: "Type of the flow as in Archy." },
    description: { type: "string", description: "Description of the published version." },
    divisionId: { type: "string", description: "Id of the flow's division." },
    publishedVersion: { type: "string", description: "Published version, absent when it was never published." },
  },
};
