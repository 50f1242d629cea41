/** The parts of Lambda's Function URL (payload format 2.0) events and answers that Slack requests use. */
export interface FunctionUrlEvent {
  version: '2.0'
  rawPath: string
  rawQueryString: string
  headers: Record<string, string | undefined>
  requestContext: { http: { method: string; path: string } }
  body?: string
  isBase64Encoded: boolean
}

export interface FunctionUrlResult {
  statusCode: number
  headers?: Record<string, string>
  body?: string
}

export type FunctionUrlHandler = (event: FunctionUrlEvent) => Promise<FunctionUrlResult>
