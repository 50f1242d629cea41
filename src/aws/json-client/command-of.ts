import type { Command } from './json-client.ts'

/** A class whose instances are calls of that operation. */
export function commandOf(operation: string): new (input: object) => Command {
  return class implements Command {
    readonly operation = operation
    readonly input: object
    constructor(input: object) {
      this.input = input
    }
  }
}
