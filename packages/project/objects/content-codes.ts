import { type CodeTable, errorCode, noteCode, warningCode } from "@genesys-flows/architect";

/**
 * Codes for the content of objects, apart from their settings: rows of data tables, and prompts with their recordings.
 */
export const contentCodes = {
  "table-columns": errorCode({
    title: "Data table columns that cannot be used",
    explanation: "A column has an unknown type, a default that does not match its type, or the name of the key column.",
    fix: "Correct the column that the message names.",
    example: "dataTables: {Routing: {columns: {priority: {type: integer, default: high}}}}",
    right: "dataTables: {Routing: {columns: {priority: {type: integer, default: 5}}}}",
  }),
  "rows-file": errorCode({
    title: "Rows that cannot be read",
    explanation: "The file with the rows of a data table cannot be read, or is not a CSV.",
    fix: "Correct the path, which is relative to the file that declares the table, or save the rows as CSV.",
    example: "dataTables: {Numbers: {key: number, columns: {queue: string}, rows: number.csv}}",
    right: "dataTables: {Numbers: {key: number, columns: {queue: string}, rows: numbers.csv}}",
  }),
  "rows-encoding": errorCode({
    title: "CSV that is not UTF-8",
    explanation: "The file is in a different encoding, so letters such as ü would be lost.",
    fix: "Save the file as UTF-8, in Excel as 'CSV UTF-8'. A byte order mark is allowed.",
    situation: "An older version of Excel saved the CSV in Windows-1252.",
  }),
  "rows-separator": noteCode({
    title: "CSV with semicolons or tabs",
    explanation:
      "In many countries, spreadsheets separate values with semicolons. The separator is recognised from the first line.",
    fix: "Do nothing. Numbers still need a decimal point.",
    example: `# flows/numbers.csv
number;queue
+13175550100;Sales
`,
    right: `# flows/numbers.csv
number,queue
+13175550100,Sales
`,
  }),
  "rows-quotes": errorCode({
    title: "Misplaced quote in a CSV",
    explanation: "A quote is never closed, or a value is only partly in quotes. Rows after the quote may be missing.",
    fix: "Enclose the whole value in quotes, and double each quote inside it.",
    example: `# flows/numbers.csv
number,queue
+13175550100,the "gold" line
`,
    right: `# flows/numbers.csv
number,queue
+13175550100,"the ""gold"" line"
`,
  }),
  "rows-columns": errorCode({
    title: "Columns that do not match the table",
    explanation: "The rows have a column that the table lacks or that is listed twice, or the key column is missing.",
    fix: "Use the table's column names; for the key column, use its title or 'key'.",
    example: `# flows/numbers.csv
number,queu
+13175550100,Sales
`,
    right: `# flows/numbers.csv
number,queue
+13175550100,Sales
`,
  }),
  "rows-key": errorCode({
    title: "Row key that cannot be used",
    explanation: "A key is empty, longer than 256 characters, or used by two rows.",
    fix: "Give each row a unique key.",
    example: `# flows/numbers.csv
number,queue
+13175550100,Sales
+13175550100,Service
`,
    right: `# flows/numbers.csv
number,queue
+13175550100,Sales
+13175550101,Service
`,
  }),
  "rows-value": errorCode({
    title: "Value that does not match its column",
    explanation: "The platform accepts only values of the column's type.",
    fix: "Correct the value, or the type of the column.",
    example: `# flows/numbers.csv
number,priority
+13175550100,high
`,
    right: `# flows/numbers.csv
number,priority
+13175550100,5
`,
  }),
  "rows-doubt": warningCode({
    title: "Value that a spreadsheet or an editor probably changed",
    explanation:
      "A value has leading or trailing spaces, has lost digits, zeros or letters, or is a spreadsheet error. A lookup would not find it, or would find the wrong row.",
    fix: "Correct the value at its source. In a spreadsheet, format such a column as text.",
    example: `# flows/numbers.csv
number,queue
1.31756E+10,Sales
`,
    right: `# flows/numbers.csv
number,queue
+13175550100,Sales
`,
  }),
  "rows-limits": warningCode({
    title: "Data table that exceeds a limit of the platform",
    explanation: "The documented limits are 5000 rows and 50 columns. The vendor raises the row limit on request.",
    fix: "Ask the vendor for a higher limit, or split the table.",
    situation: "A CSV has 8000 lines.",
  }),
  "prompt-name": errorCode({
    title: "Invalid prompt name",
    explanation: "The name of a prompt can have at most 200 characters: letters, digits and underscores.",
    fix: "Rename the prompt.",
    example: "prompts: {Welcome back: {en-us: {text: Welcome.}}}",
    right: "prompts: {Welcome_back: {en-us: {text: Welcome.}}}",
  }),
  "prompt-language": errorCode({
    title: "Invalid prompt language",
    explanation: "A key of the prompt is neither a setting nor a language, or a language is listed twice.",
    fix: "Write a language and its region, such as en-us.",
    example: "prompts: {Welcome: {en-ux: {text: Welcome.}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "prompt-content": errorCode({
    title: "Prompt without content in a language",
    explanation: "In one of its languages, the prompt has neither text nor a recording.",
    fix: "Add text or a recording, or remove the language.",
    example: "prompts: {Welcome: {en-us: {}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "recording-file": errorCode({
    title: "Recording that cannot be used",
    explanation:
      "The file does not exist, is outside the project, is empty or larger than 25 MB, or Git LFS did not fetch it.",
    fix: "Correct the path or the file.",
    example: "prompts: {Welcome: {en-us: {audio: welcom.wav, text: Welcome.}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "recording-format": errorCode({
    title: "Recording in a format that the platform does not accept",
    explanation: "The content of the file is neither WAV nor OGG, whatever its name says.",
    fix: "Convert the recording to WAV.",
    situation: "The file `welcome.wav` is an MP3.",
  }),
  "recording-doubt": warningCode({
    title: "Recording that callers may not hear as intended",
    explanation:
      "The recording is cut off, silent or of low quality, or it has an unusual codec, or its file extension does not match its format.",
    fix: "Listen to it, and export it again as WAV.",
    situation: "A WAV file has a header but no sound.",
  }),
} satisfies CodeTable;
