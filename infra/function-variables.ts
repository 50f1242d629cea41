import type * as z from 'zod'
import type { chosenFor } from '../src/aws/settings.ts'
import { START } from '../tools/lambda-node.ts'
import { settingsVersion } from '../tools/settings-version.ts'

/** Of all variables of a function together, as JSON. Source: Lambda quotas, "Environment variables". */
export const MAX_ENVIRONMENT_BYTES = 4096

/** A function's environment: its settings, what has checked them, and what starts it, which is in its code. */
export function variables(settings: object): Record<string, string> {
  return {
    SETTINGS: JSON.stringify(settings),
    SETTINGS_VERSION: settingsVersion,
    AWS_LAMBDA_EXEC_WRAPPER: `/var/task/${START}`,
  }
}

/** Lambda would refuse it, half-way through a deployment. Only this function has what can be of any length. */
export function slackEnvironmentProblems(settings: z.output<ReturnType<typeof chosenFor.slack>>): string[] {
  const bytes = environmentBytes(variables(settings))
  if (bytes <= MAX_ENVIRONMENT_BYTES) return []
  const sized = Object.entries(settings).map(([key, value]) => ({ key, size: JSON.stringify(value)?.length ?? 0 }))
  const largest = sized.toSorted((a, b) => b.size - a.size).slice(0, 3)
  return largest.map(
    ({ key, size }) =>
      `${key}: must be shorter than its ${size} bytes: the environment of slack would take ${bytes} of ${MAX_ENVIRONMENT_BYTES}`,
  )
}

export function environmentBytes(environment: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(environment))
}
