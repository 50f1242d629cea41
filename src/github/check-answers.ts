import type { Octokit } from '@octokit/rest'
import * as z from 'zod'
import { LimitedAnswer, requestError, UnusableAnswer } from './answer-error.ts'
import { isExpected } from './answers.ts'
import { isLimit, secondsToWait } from './limits.ts'

/**
 * GitHub refuses in JSON that says why, and a gateway in between in HTML, or in other JSON. Nothing is believed to be missing, or forbidden for
 * good, but in GitHub's own words: it locks people out.
 */
const refusal = z.looseObject({ message: z.string() })

/**
 * Plugin that stands next to the network. What is not the answer that was asked for is an error that passes, whatever its
 * status: a 404 of a gateway would read as "no such team". And limits are known by status and headers: Octokit's throttling knows them
 * by words, and forgets for how long where these are others.
 */
export function checkAnswers({ hook, request }: Pick<Octokit, 'hook' | 'request'>) {
  hook.after('request', (answer, options) => {
    if (isExpected(`${options.method} ${options.url}`, answer)) return
    const asked = { ...request.endpoint.parse(options), request: options.request }
    throw new UnusableAnswer(asked, { status: answer.status, type: answer.headers['content-type'] })
  })
  hook.error('request', (error) => {
    const { data: refused } = requestError.safeParse(error)
    if (refused?.response === undefined) throw error
    const { status, response, message } = refused
    if (isLimit(status, response, message)) {
      const seconds = secondsToWait(response)
      const headers = { ...response.headers, 'retry-after': String(seconds) }
      throw new LimitedAnswer({ status, request: refused.request, headers })
    }
    if (status < 400 || status >= 500 || refusal.safeParse(response.data).success) throw error
    throw new UnusableAnswer(refused.request, { status, type: response.headers['content-type'] })
  })
  return {}
}
