/** The command line cannot be understood; the message, in the reader's language, says why. */
export class UsageError extends Error {
  override name = 'UsageError'
}
