import { type Answer, refusal } from './answer.ts'

/**
 * What moto 5.2 leaves out of `RunInstances`: the same token gives the machine that it gave before, and is refused when that machine is
 * gone, or when it comes with another order. Calls with one token at once make one machine.
 */
export function createLaunchTokens(stateOf: (instanceId: string) => Promise<string | undefined>) {
  const launches = new Map<string, { order: string; answer: Promise<Answer> }>()
  return async (form: URLSearchParams, run: () => Promise<Answer>): Promise<Answer> => {
    const token = form.get('ClientToken') ?? ''
    const order = form.toString()
    const before = launches.get(token)
    if (before === undefined) {
      const answer = run()
      launches.set(token, { order, answer })
      if ((await answer).status !== 200) launches.delete(token)
      return answer
    }
    const answer = await before.answer
    const [, instanceId = ''] = /<instanceId>([^<]+)</.exec(answer.body) ?? []
    const state = await stateOf(instanceId)
    if (state === undefined || state === 'terminated') return refusal('IdempotentInstanceTerminated')
    return before.order === order ? answer : refusal('IdempotentParameterMismatch')
  }
}
