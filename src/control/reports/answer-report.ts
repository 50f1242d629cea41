import { parseJson } from '../../parse-json.ts'
import { PICTURE_PATH, REPORT_PATH } from '../../site/paths.ts'
import type { Clock, SiteStore } from '../ports.ts'
import { recordPicture } from './record-picture.ts'
import { recordReport } from './record-report.ts'
import type { ReportOutcome } from './report-outcome.ts'

/** Of a report's body, in bytes. */
export const MAX_REPORT_BYTES = 64 * 1024
/** The same of a picture's. */
export const MAX_PICTURE_BYTES = 300 * 1024

/** An HTTP request, whatever the server. */
export interface ReportRequest {
  method: string
  /** Without a query. */
  path: string
  authorization?: string | undefined
  /** undefined: over {@link MAX_PICTURE_BYTES}. */
  body: string | undefined
}

/** A machine tries again after 408, 429, and 5xx alone: `instance/bin/reporter`. */
const STATUS: Record<ReportOutcome, number> = { recorded: 204, denied: 401, invalid: 400, unexpected: 409 }

/**
 * Takes a machine's report, or a picture of its start page: `POST /_pokopoko/control/report/NAME`, or `…/picture/NAME`, with its token as
 * bearer.
 * @returns the HTTP status of an answer without a body: 204, 400, 401, 404, 405, 409, 413 or 429
 */
export async function answerReport(
  deps: { store: SiteStore; clock: Clock; mayReport: (machine: string) => boolean },
  { method, path, authorization = '', body }: ReportRequest,
): Promise<number> {
  const sort = [REPORT, PICTURE].find((one) => path.startsWith(one.path))
  if (sort === undefined) return 404
  if (method !== 'POST') return 405
  const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,200})$/i.exec(authorization)?.[1]
  if (token === undefined) return STATUS.denied
  const name = path.slice(sort.path.length)
  if (!/^[a-z0-9-]{1,63}$/.test(name)) return STATUS.denied
  if (body === undefined || Buffer.byteLength(body) > sort.maxBytes) return 413
  if (!deps.mayReport(`${name} ${token}`)) return 429
  return STATUS[await sort.record(deps, name, token, parseJson(body))]
}

const REPORT = { path: REPORT_PATH, maxBytes: MAX_REPORT_BYTES, record: recordReport }
const PICTURE = { path: PICTURE_PATH, maxBytes: MAX_PICTURE_BYTES, record: recordPicture }
