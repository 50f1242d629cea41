/**
 * Sets these variables, and returns what puts them back. `process.env = before` would leave a plain object there: what a later test
 * sets in it, such as `TZ`, would have no effect.
 */
export function setEnvironment(values: Record<string, string>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, values)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
