import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseJson } from './parse-json.ts'
import type { Files } from './files.ts'
import { readBody, readBytes } from './read-body.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { WebApi } from './web-api/web-api.ts'
import type { Fields } from './web-api/method.ts'

const MAX_BODY_SIZE = 1024 * 1024

interface Answer {
  status: number
  headers?: Record<string, string>
  body: Fields
}

interface SlackHttpDeps {
  webApi: WebApi
  responseUrls: Pick<ResponseUrls, 'use'>
  files: Pick<Files, 'receive'>
}

/**
 * Serves `/api/<method>`, `/response/<id>`, and `/upload/<key>`.
 * @returns false for other paths, which the caller answers
 */
export function createSlackHttpHandler({ webApi, responseUrls, files }: SlackHttpDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const [, api] = /^\/api\/([\w.]+)$/.exec(pathname) ?? []
    const [, urlId] = /^\/response\/([\w-]+)$/.exec(pathname) ?? []
    const [, uploadKey] = /^\/upload\/([\w-]+)$/.exec(pathname) ?? []
    if (uploadKey !== undefined) {
      const data = await readBytes(request, MAX_BODY_SIZE)
      const isTaken = request.method === 'POST' && data !== undefined && files.receive(uploadKey, data)
      response.writeHead(isTaken ? 200 : 400, { 'content-type': 'text/plain' }).end(isTaken ? 'OK' : 'no such upload')
      return true
    }
    if (api === undefined && urlId === undefined) return false
    const body = await readBody(request, MAX_BODY_SIZE)
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (body === undefined) send(response, { status: 413, body: { ok: false, error: 'request_too_large' } })
    else if (api !== undefined) {
      const params = readParams(type, body, searchParams)
      const answer =
        typeof params === 'string' ? errorAnswer(params) : await webApi(api, params, request.headers.authorization)
      send(response, answer)
    } else if (urlId !== undefined) send(response, useResponseUrl(request, urlId, body))
    return true
  }

  function useResponseUrl(request: IncomingMessage, id: string, body: string): Answer {
    if (request.method !== 'POST') return { status: 405, body: { ok: false, error: 'http_method_not_allowed' } }
    const json = parseJson(body)
    return json === undefined
      ? { status: 400, body: { ok: false, error: 'invalid_payload' } }
      : responseUrls.use(id, json)
  }
}

/** The arguments, or the error's name. */
function readParams(type: string | undefined, body: string, query: URLSearchParams): Fields | string {
  const inUrl = Object.fromEntries(query)
  if (body === '') return inUrl
  if (type === 'application/x-www-form-urlencoded')
    return { ...inUrl, ...Object.fromEntries(new URLSearchParams(body)) }
  if (type !== 'application/json') return 'invalid_post_type'
  const json = parseJson(body)
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...inUrl, ...json } : 'invalid_json'
}

function errorAnswer(error: string): Answer {
  return { status: 200, body: { ok: false, error } }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
