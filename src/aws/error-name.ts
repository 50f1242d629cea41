/**
 * Is it an error of a service with one of these names? Services put their error codes into `name`; their texts are for
 * people and change, so nothing here looks at them.
 */
export function isNamed(error: unknown, names: ReadonlySet<string>): boolean {
  return error instanceof Error && names.has(error.name)
}

/** What `call` gives; undefined when it fails with one of these names. */
export async function unlessNamed<T>(names: ReadonlySet<string>, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (isNamed(error, names)) return undefined
    throw error
  }
}
