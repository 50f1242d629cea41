/** Takes what broke; `reference` is what a person was given to tell us. */
export type Report = (problem: { reference?: string; error: unknown }) => void

/** One line of JSON for each, causes included, as log readers want it. */
export function reportTo(stream: { write(text: string): unknown }): Report {
  return ({ reference, error }) => {
    const line = { level: 'error', ...(reference !== undefined && { reference }), ...described(error) }
    stream.write(`${JSON.stringify(line)}\n`)
  }
}

function described(error: unknown): { message: string; stack?: string; cause?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: described(error.cause) }),
  }
}
