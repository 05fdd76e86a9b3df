import "@genesys-flows/project/lean-sdk";
import "./index.ts";
