import { named } from '../site/errors.ts'

/** What is stored under this name is no record of a site; `cause` says what is wrong with it. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError'
  readonly siteName: string
  constructor(siteName: string, options?: { cause?: unknown }) {
    super(`The record of ${siteName} cannot be read`, options)
    this.siteName = siteName
  }
}
export const isUnreadableRecordError = named<UnreadableRecordError>('UnreadableRecordError')
