import "@genesys-flows/lean-pulumi/start";
