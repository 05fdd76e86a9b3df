import type { Implementation } from "../environment.ts";
import { Decimal, EvaluationError, list, type Money, QUOTIENT_DIGITS, scalar, type Value } from "../values.ts";
import { decimalOf, listOf } from "./arguments.ts";

const codeIn = (value: Value | undefined) => (value?.type === "string" ? value.value?.toUpperCase() : undefined);

function amountIn(value: Value | undefined): Decimal | undefined {
  if (value?.type === "decimal") return value.value;
  return value?.type === "integer" && value.value !== undefined ? new Decimal(value.value) : undefined;
}

/** The functions on currencies (category `financial`). */
export const moneyFunctions: Readonly<Record<string, Implementation>> = {
  convertcurrency: (args) => {
    const [given, code] = args;
    if (given?.type !== "currency" || given.value === undefined) return scalar("currency");
    const { amount } = given.value;
    const rate = args.length > 2 ? decimalOf(args, 2) : new Decimal(1);
    const converted: Money = { amount: amount?.mul(rate).toSignificantDigits(QUOTIENT_DIGITS), code: codeIn(code) };
    return scalar("currency", converted);
  },
  getcurrencysymbol: ([given]) => {
    const code = given?.type === "currency" ? given.value?.code : codeIn(given);
    if (code === undefined) return scalar("string");
    if (!/^[A-Z]{3}$/.test(code)) throw new EvaluationError(`"${code}" is not an ISO 4217 code.`);
    const o = { style: "currency", currency: code, currencyDisplay: "narrowSymbol" } as const;
    const parts = new Intl.NumberFormat("en-US", o).formatToParts(0);
    return scalar("string", parts.find(({ type }) => type === "currency")?.value);
  },
  makecurrency: ([amount, code]) => scalar("currency", { amount: amountIn(amount), code: codeIn(code) }),
  makelistcurrency: (args) => {
    const [{ items }, codes] = [listOf(args, 0), args[1]];
    const each = codes?.type === "list" ? codes.items : undefined;
    if (each && each.length !== items.length)
      throw new EvaluationError(
        `There are ${items.length} amounts but ${each.length} codes; each amount needs a code.`,
      );
    const money = items.map((item, index) =>
      scalar("currency", { amount: amountIn(item), code: codeIn(each ? each[index] : codes) }),
    );
    return list("currency", money);
  },
};
