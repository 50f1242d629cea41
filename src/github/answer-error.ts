import * as z from 'zod'
import { named } from '../site/errors.ts'

/** What Octokit's RequestError holds, as far as it is used. */
export const requestError = z.object({
  status: z.number(),
  message: z.string().optional(),
  request: z.looseObject({ method: z.string(), url: z.string() }),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }).optional(),
})

export type Refusal = NonNullable<z.infer<typeof requestError>['response']>

/** A gateway, a proxy or a half connection spoke in GitHub's place. It passes: Octokit's plugins go by the status. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer'
  readonly status = 502
  readonly request: { method: string; url: string; request?: unknown }
  /** @param answered status and content type, of which no secret can be part */
  constructor(request: UnusableAnswer['request'], answered: { status: number; type: unknown }) {
    const type = typeof answered.type === 'string' && /^[\w/+.; =-]{1,80}$/.test(answered.type) ? answered.type : 'none'
    const { pathname } = new URL(request.url)
    super(`What came for ${request.method} ${pathname} is not GitHub's answer: status ${answered.status}, type ${type}`)
    this.request = request
  }
}
export const isUnusableAnswer = named<UnusableAnswer>('UnusableAnswer')

/** GitHub is asked too much, in the words by which Octokit's throttling knows it. */
export class LimitedAnswer extends Error {
  override readonly name = 'LimitedAnswer'
  readonly status: number
  readonly request: object
  readonly response: Refusal
  constructor({ status, request, headers }: { status: number; request: object; headers: Refusal['headers'] }) {
    super('Secondary rate limit, or the like')
    this.status = status
    this.request = request
    this.response = { headers, data: undefined }
  }
}
export const isLimitedAnswer = named<LimitedAnswer>('LimitedAnswer')
