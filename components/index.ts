/** The components that the program registers. Your own components go beside this file. */
export { InboundFlow, SharedModule } from "genesys-flows";
