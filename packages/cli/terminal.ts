/** The width of the window, where the standard output is a terminal, and whether that shows colours. */
export function terminal(): { readonly columns?: number; readonly colour: boolean } {
  const { isTTY, columns } = process.stdout;
  // A terminal that does not know its width says 0.
  return { ...(isTTY && columns > 0 && { columns }), colour: showsColours(process.stdout) };
}

/** Whether a stream is a terminal with colours that its user wants. */
export function showsColours(stream: NodeJS.WriteStream): boolean {
  return stream.hasColors?.() === true && !process.env["NO_COLOR"];
}
