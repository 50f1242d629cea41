/** An error of the Web API: `code` is the answer's `error`, by Slack's name. */
export class SlackError extends Error {
  readonly code: string
  /** Goes into `response_metadata.messages`. */
  readonly messages: string[]
  /** Further fields of the answer. */
  readonly fields: Record<string, unknown>

  constructor(code: string, messages: string[] = [], fields: Record<string, unknown> = {}) {
    super([code, ...messages].join(' '))
    this.name = 'SlackError'
    this.code = code
    this.messages = messages
    this.fields = fields
  }
}
