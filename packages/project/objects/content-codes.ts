import { type CodeTable, errorCode, noteCode, warningCode } from "@genesys-flows/architect";

/** Codes for what files give to objects beyond settings: rows of data tables, and prompts with their recordings. */
export const contentCodes = {
  "table-columns": errorCode({
    title: "Columns of a data table that cannot be used",
    explanation: "A column has an unknown type, a default that does not fit its type, or the name of the key.",
    fix: "Correct the column that the message names.",
    example: "dataTables: {Routing: {columns: {priority: {type: integer, default: high}}}}",
    right: "dataTables: {Routing: {columns: {priority: {type: integer, default: 5}}}}",
  }),
  "rows-file": errorCode({
    title: "Rows that cannot be read",
    explanation: "The file that a data table names for its rows cannot be read, or is not CSV.",
    fix: "Correct the path, which is relative to the file with the table; or save the rows as CSV.",
    example: "dataTables: {Numbers: {key: number, columns: {queue: string}, rows: number.csv}}",
    right: "dataTables: {Numbers: {key: number, columns: {queue: string}, rows: numbers.csv}}",
  }),
  "rows-encoding": errorCode({
    title: "CSV that is not UTF-8",
    explanation: "The file is in another encoding, so that letters such as ü would be lost.",
    fix: "Save the file as UTF-8, in Excel as 'CSV UTF-8'. A byte order mark may stay.",
    situation: "An older Excel saved the CSV in Windows-1252.",
  }),
  "rows-separator": noteCode({
    title: "CSV with semicolons or tabs",
    explanation:
      "Spreadsheets of many countries separate values by semicolons. The first line shows it, and the file is read so.",
    fix: "Nothing. Numbers need a decimal point all the same.",
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
    title: "Quote in a CSV that encloses no value",
    explanation: "A quote is never closed, or a value is only partly in quotes. Rows after it may be missing.",
    fix: "Enclose the whole value in quotes, and double each quote within it.",
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
    title: "Columns of rows that do not fit the table",
    explanation: "Rows have a column that the table lacks, or that is listed twice, or they lack the key.",
    fix: "Name the columns as the table does; the key by its title or as 'key'.",
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
    title: "Key of a row that cannot be used",
    explanation: "A key is empty, longer than 256 characters, or that of two rows.",
    fix: "Give each row a key of its own.",
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
    title: "Value that does not fit its column",
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
      "A value has spaces around it, lost digits, zeros or letters, or is an error of a spreadsheet. A lookup would not find it, or find the wrong one.",
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
    title: "Data table beyond a limit of the platform",
    explanation: "The documented limits are 5000 rows and 50 columns; the vendor raises the number of rows on request.",
    fix: "Ask the vendor for a higher limit, or divide the table.",
    situation: "A CSV has 8000 lines.",
  }),
  "prompt-name": errorCode({
    title: "Name that a prompt cannot have",
    explanation: "The name of a prompt has letters, digits and underscores, and at most 200 of them.",
    fix: "Rename the prompt.",
    example: "prompts: {Welcome back: {en-us: {text: Welcome.}}}",
    right: "prompts: {Welcome_back: {en-us: {text: Welcome.}}}",
  }),
  "prompt-language": errorCode({
    title: "Language of a prompt that does not exist",
    explanation: "A key of the prompt is neither a setting nor a language, or a language is listed twice.",
    fix: "Write a language and its region, such as en-us.",
    example: "prompts: {Welcome: {en-ux: {text: Welcome.}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "prompt-content": errorCode({
    title: "Prompt without content in a language",
    explanation: "In one of its languages, the prompt has neither a text nor a recording.",
    fix: "Write the text, name a recording, or remove the language.",
    example: "prompts: {Welcome: {en-us: {}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "recording-file": errorCode({
    title: "Recording that cannot be used",
    explanation:
      "The file does not exist, is outside of the project, empty or larger than 25 MB, or Git LFS did not fetch it.",
    fix: "Correct the path, or the file.",
    example: "prompts: {Welcome: {en-us: {audio: welcom.wav, text: Welcome.}}}",
    right: "prompts: {Welcome: {en-us: {text: Welcome.}}}",
  }),
  "recording-format": errorCode({
    title: "Recording in a format that the platform does not accept",
    explanation: "The content of the file, whatever its name is, is neither WAV nor OGG.",
    fix: "Convert the recording to WAV.",
    situation: "The file `welcome.wav` is an MP3.",
  }),
  "recording-doubt": warningCode({
    title: "Recording that callers may not hear as it is meant",
    explanation:
      "The recording is cut off, silent or of low quality, has an unusual codec, or a name for another format.",
    fix: "Listen to it, and export it again as WAV.",
    situation: "A WAV has a header and no sound.",
  }),
} satisfies CodeTable;
