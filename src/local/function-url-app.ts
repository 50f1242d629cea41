import type { AppHandler, AppRequest } from '@pokopoko/slack-emulator'
import type { FunctionUrlEvent, FunctionUrlHandler } from '../slack/function-url.ts'

/** A handler of a Function URL, as the workspace reaches it. */
export function functionUrlApp(handler: FunctionUrlHandler): AppHandler {
  return async (request) => {
    const { statusCode, body = '' } = await handler(functionUrlEvent(request))
    return { status: statusCode, body }
  }
}

/** The request as a Function URL passes it on: only JSON and text stay text, so forms are in base64. */
export function functionUrlEvent({ headers, body }: AppRequest): FunctionUrlEvent {
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded'
  return {
    version: '2.0',
    rawPath: '/slack/events',
    rawQueryString: '',
    headers: { 'content-length': String(Buffer.byteLength(body)), ...headers },
    requestContext: { http: { method: 'POST', path: '/slack/events' } },
    body: isForm ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: isForm,
  }
}
