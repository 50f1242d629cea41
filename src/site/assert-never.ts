/** Marks a place that no value reaches; the compiler checks that. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
