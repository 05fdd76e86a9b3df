export { type PhoneOptions, phone } from "./phone.ts";
