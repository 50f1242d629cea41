import * as z from 'zod'
import { UserError } from '../site/user-error.ts'

/** Where a page ended: the last site's name and its place in the index. */
const placeSchema = z.tuple([z.string().min(1).max(63), z.int().nonnegative()])
export type Place = z.infer<typeof placeSchema>

export function toCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** UserError `page-unknown` when it is none of ours. */
export function fromCursor(cursor: string): Place {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new UserError('page-unknown', {})
  }
}
