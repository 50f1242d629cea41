const KINDS = Symbol.for('pokopoko.kinds')

/**
 * An error that somebody who catches it may know. `instanceof` goes by the names of classes, not by the classes: functions are
 * bundled in parts (tools/bundle.ts), each of which has classes of its own, and what one part throws another has to know.
 */
export class KnownError extends Error {
  /** Of the class, as written down: names in code are shortened. Each class has its own. */
  static readonly kind: string = 'KnownError'

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options)
    Object.defineProperty(this, KINDS, { value: kindsOf(new.target) })
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    if (typeof error !== 'object' || error === null) return false
    const kinds: unknown = Reflect.get(error, KINDS)
    return Array.isArray(kinds) && kinds.includes(this.kind)
  }
}

function kindsOf(own: typeof KnownError): string[] {
  const parent: unknown = Object.getPrototypeOf(own)
  return isKnownErrorClass(parent) ? [own.kind, ...kindsOf(parent)] : [own.kind]
}

function isKnownErrorClass(value: unknown): value is typeof KnownError {
  return typeof value === 'function' && 'kind' in value
}
