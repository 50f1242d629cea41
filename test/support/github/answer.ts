/** What GitHub answers. */
export interface Answer {
  status: number
  body?: unknown
  /** In place of a body, for what is no JSON. */
  text?: string
  headers?: Record<string, string>
}

const DOCS = 'https://docs.github.com/rest'

export const notFound: Answer = failed(404, 'Not Found')

export function failed(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, headers }
}

interface FieldError {
  resource: string
  code: string
  field?: string
  message?: string
}

/** 422, with what is wrong. */
export function invalid(...errors: FieldError[]): Answer {
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url: DOCS, status: '422' } }
}
