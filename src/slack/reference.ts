import { randomBytes } from 'node:crypto'

/** Short enough to be read out; finds the cause in the log. */
export function newReference(): string {
  return randomBytes(4).toString('hex')
}
