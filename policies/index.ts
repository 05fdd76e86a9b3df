import { PolicyPack } from "@pulumi/policy";
import { moduleCallTransitions, moduleCallTransitionsBaseline } from "./module-call-transitions.ts";

new PolicyPack("genesys-flows", {
  description: "What must hold before a Genesys Cloud flow is published",
  policies: [moduleCallTransitions, moduleCallTransitionsBaseline],
});
