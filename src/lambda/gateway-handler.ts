import { STATUS_CODES } from 'node:http'
import * as z from 'zod'
import type { MachineEndpoint } from '../gateway/machine-endpoint.ts'
import { type Gateway, readHost } from '../gateway/gateway.ts'
import type { RepositoryHook } from '../github/events/repository-hook.ts'
import type { Report } from '../log.ts'
import { CONTROL_PATH, HOOK_PATH } from '../site/paths.ts'

/**
 * A load balancer's event. A setting of the target group decides in which of two forms it has headers; the response must use the
 * same. Source: Elastic Load Balancing, "Lambda functions as targets".
 */
const eventSchema = z.object({
  httpMethod: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).optional(),
  /** Of values as they are in the address. */
  queryStringParameters: z.record(z.string(), z.string()).nullish(),
  multiValueQueryStringParameters: z.record(z.string(), z.array(z.string())).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
})

type BalancerEvent = z.infer<typeof eventSchema>

export interface BalancerAnswer {
  statusCode: number
  statusDescription: string
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  body: string
  isBase64Encoded: false
}

/** The load balancer's default target: pages and webhooks where no machine answers, and reports of machines. */
export function createGatewayHandler({
  gateway,
  control,
  takePush,
  domain,
  report,
}: {
  gateway: Gateway
  control: MachineEndpoint
  takePush: RepositoryHook
  /** Sites have the addresses `NAME.domain`. */
  domain: string
  report: Report
}) {
  return async (payload: unknown): Promise<BalancerAnswer> => {
    const event = eventSchema.parse(payload)
    const header = headersOf(event)
    const { httpMethod: method, path } = event
    const visit = {
      method,
      path,
      query: queryOf(event),
      host: header.get('host'),
      acceptLanguage: header.get('accept-language'),
      authorization: header.get('authorization'),
      secFetchSite: header.get('sec-fetch-site'),
      secFetchMode: header.get('sec-fetch-mode'),
      secPurpose: header.get('sec-purpose'),
      cookie: header.get('cookie'),
      userAgent: header.get('user-agent'),
      // The balancer adds the last one; a visitor may have sent others.
      address: header.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '',
      body: async () => Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString('utf8'),
    }
    try {
      if (path.startsWith(CONTROL_PATH)) {
        const { status, body } = await control(visit)
        const headers: Record<string, string> =
          body === undefined ? {} : { 'content-type': 'text/plain', 'cache-control': 'no-store' }
        return answered(event, { status, headers, body: body ?? '' })
      }
      const requested = readHost(visit.host, domain)
      if (path === HOOK_PATH && requested.kind === 'site') {
        const [name, signature] = [header.get('x-github-event'), header.get('x-hub-signature-256')]
        return answered(event, await takePush({ ...visit, name: requested.name, event: name, signature }))
      }
      return answered(event, await gateway.answer(visit))
    } catch (error) {
      report(error)
      return answered(event, gateway.page(visit, { kind: 'unreachable' }))
    }
  }
}

/** As in the address, but for the order of names that come again. */
function queryOf({ queryStringParameters, multiValueQueryStringParameters }: BalancerEvent): string {
  const single = Object.entries(queryStringParameters ?? {})
  const multiple = Object.entries(multiValueQueryStringParameters ?? {}).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  )
  return [...single, ...multiple].map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&')
}

function headersOf({ headers = {}, multiValueHeaders = {} }: BalancerEvent): Map<string, string> {
  const single = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const multiple = Object.entries(multiValueHeaders).map(([name, values]): [string, string] => [
    name.toLowerCase(),
    // Only lists may be repeated, and are joined like this (RFC 9110, 5.3); a second Host makes the value invalid.
    values.join(', '),
  ])
  return new Map([...single, ...multiple])
}

function answered(
  { httpMethod, multiValueHeaders }: BalancerEvent,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
): BalancerAnswer {
  return {
    statusCode: status,
    statusDescription: `${status} ${STATUS_CODES[status] ?? ''}`.trim(),
    ...(multiValueHeaders === undefined
      ? { headers }
      : { multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])) }),
    body: httpMethod === 'HEAD' ? '' : body,
    isBase64Encoded: false,
  }
}
