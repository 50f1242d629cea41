import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { isPlatformError } from '../../src/slack/rate-limited-call.ts'
import type { Drawn } from './drawn-views.ts'

/** What Slack finds wrong with a view. */
export interface Refused {
  title: string
  errors: { pointer: string; code: string; message: string }[]
}

/** What Slack answers where it judges; any other error is none of a view. Source: Slack's blocks.validate, "Validation errors". */
const REFUSALS = ['invalid_blocks', 'invalid_message', 'invalid_view']

const text = z.string().default('')
const answerSchema = z.object({
  errors: z.array(z.object({ pointer: text, code: text, message: text })).default([]),
})

/**
 * Has Slack judge each of them; nobody is shown any. Returns those that it refuses. Any other error of the API, such as that of a bad token,
 * is thrown.
 */
export async function validateViews(client: WebClient, drawn: readonly Drawn[]): Promise<Refused[]> {
  const judged = await Promise.all(
    drawn.map(async ({ title, ...body }): Promise<Refused | undefined> => {
      try {
        await client.blocks.validate(body)
        return undefined
      } catch (error) {
        if (!isPlatformError(error) || !REFUSALS.includes(error.data.error)) throw error
        const { errors = [] } = answerSchema.safeParse(error.data).data ?? {}
        return { title, errors: errors.length > 0 ? errors : [{ pointer: '', code: error.data.error, message: '' }] }
      }
    }),
  )
  return judged.filter((one) => one !== undefined)
}
