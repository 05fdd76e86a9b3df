import type { ColumnValue } from "../declared-object.ts";

/** Types of the values of a data table's column (reference/platform-api.md §2.8). */
export const columnTypes = ["string", "integer", "number", "boolean"] as const;

export type ColumnType = (typeof columnTypes)[number];

/** A column of a data table, as a file declares it. */
export interface TableColumn {
  readonly type: ColumnType;
  /** The value for rows without a value, of the column's type. */
  readonly default?: ColumnValue;
  /** The name that Genesys Cloud shows instead of the column's name. */
  readonly title?: string;
}

/** The problem, as the end of a sentence that starts with the value, and the fix. */
export interface Mistake {
  readonly problem: string;
  readonly hint: string;
}

/** A value of a column; with `doubt` if it is probably not the intended value. */
export type ColumnReading = { readonly value: ColumnValue; readonly doubt?: Mistake } | Mistake;

/** Reads a cell of a CSV, which is text regardless of the column's type. */
export function valueOfText(type: ColumnType, text: string): ColumnReading {
  return type === "string" ? ofString(text) : fromText[type](text.trim());
}

/**
 * Reads a value of a YAML file, which has a type. Text is not converted to numbers, and numbers are not converted to
 * text.
 */
export function valueOfYaml(type: ColumnType, given: unknown): ColumnReading {
  if (typeof given === "object" || given === undefined) {
    return { problem: "is not a single value", hint: `Write ${wanted[type]}.` };
  }
  if (type === "string") {
    if (typeof given === "string") return ofString(given);
    return {
      problem: `is a ${typeof given}, not text`,
      hint: "Put it in quotes to keep its digits and zeros as written.",
    };
  }
  if (typeof given === "string") {
    const read = fromText[type](given.trim());
    const isOnlyQuoted = "value" in read && read.doubt === undefined;
    return { problem: "is text", hint: isOnlyQuoted ? "Remove the quotes." : `Write ${wanted[type]}.` };
  }
  const fits = type === "boolean" ? typeof given === "boolean" : typeof given === "number" && Number.isFinite(given);
  if (!fits || (type === "integer" && !Number.isInteger(given))) {
    return { problem: `is not ${wanted[type]}`, hint: `Write ${wanted[type]}.` };
  }
  if (type === "integer" && !Number.isSafeInteger(given)) return tooLong;
  return { value: given as number | boolean };
}

const wanted: Readonly<Record<ColumnType, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number, such as 2.5",
  boolean: "`true` or `false`",
};

const tooLong: Mistake = {
  problem: "has more digits than a number can store exactly",
  hint: "Digits after the 15th may change. If the value is an identifier or a telephone number, make the column a `string`.",
};

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const EXPONENT = /^[+-]?\d+(?:[.,]\d+)?e\+?\d+$/i;
const DECIMAL_COMMA = /^[+-]?\d*,\d+$/;

const fromText: Readonly<Record<Exclude<ColumnType, "string">, (text: string) => ColumnReading>> = {
  boolean(text) {
    // Spreadsheets write `TRUE` and `FALSE`.
    const word = text.toLowerCase();
    if (word === "true" || word === "false") return { value: word === "true" };
    return { problem: "is not `true` or `false`", hint: "Write `true` or `false`." };
  },
  integer(text) {
    if (!/^[+-]?\d+$/.test(text)) return { problem: "is not a whole number", hint: wholeHint(text) };
    const value = Number(text);
    if (!Number.isSafeInteger(value)) return tooLong;
    return { value: value === 0 ? 0 : value, ...(/^[+-]?0\d/.test(text) && { doubt: zerosLost(value) }) };
  },
  number(text) {
    const value = Number(text);
    if (!DECIMAL.test(text) || !Number.isFinite(value)) {
      const hint = DECIMAL_COMMA.test(text)
        ? `Write a decimal point: ${text.replace(",", ".")}`
        : "Write a number, such as 2.5.";
      return { problem: "is not a number", hint };
    }
    if (!keepsDigits(text, value)) return { value, doubt: tooLong };
    return { value: value === 0 ? 0 : value, ...(/^[+-]?0\d/.test(text) && { doubt: zerosLost(value) }) };
  },
};

function wholeHint(text: string): string {
  if (/^[+-]?\d+[.,]0*$/.test(text)) return `Write it without a decimal part: ${text.split(/[.,]/, 1)[0]}`;
  if (EXPONENT.test(text)) {
    return "A spreadsheet shortened the number. Format the column as a number without decimals, and export the file again.";
  }
  return "Write a whole number, without thousands separators.";
}

function zerosLost(value: number): Mistake {
  return {
    problem: `becomes ${value}: numbers have no leading zeros`,
    hint: "Make the column a `string` to keep the zeros, or remove them.",
  };
}

/** Whether a number keeps all digits of its text. A double can store 15 to 17 digits. */
function keepsDigits(text: string, value: number): boolean {
  const digits = significant(text);
  if (digits.length <= 15) return true;
  return digits.length <= 100 && significant(value.toPrecision(digits.length)) === digits;
}

function significant(text: string): string {
  const [mantissa = ""] = text.toLowerCase().split("e", 1);
  return mantissa.replace(/[^\d]/g, "").replace(/^0+/, "").replace(/0+$/, "");
}

function ofString(text: string): ColumnReading {
  const doubt = doubtOf(text);
  return { value: text, ...(doubt && { doubt }) };
}

const SPREADSHEET_ERROR = /^#(?:N\/A|NAME\?|REF!|VALUE!|DIV\/0!|NUM!|NULL!)$/;

/** The damage that a spreadsheet or an editor probably caused to a value; undefined if there are no signs of it. */
function doubtOf(text: string): Mistake | undefined {
  if (EXPONENT.test(text)) {
    return {
      problem: "looks like a number that a spreadsheet shortened",
      hint: "Format the column as text in the spreadsheet, enter the number again in full, and export it. If the value is intended, ignore this.",
    };
  }
  if (SPREADSHEET_ERROR.test(text)) {
    return {
      problem: "is a spreadsheet error",
      hint: "Correct the formula in the cell, or replace the formula with a value.",
    };
  }
  if (text.includes("\uFFFD")) {
    return {
      problem: "has characters that a conversion destroyed",
      hint: "Correct them, and save the file as UTF-8.",
    };
  }
  if (text !== text.trim()) {
    return {
      problem: "begins or ends with a space",
      hint: "Remove it, unless flows need it: `Sales ` is not equal to `Sales`.",
    };
  }
  return undefined;
}
