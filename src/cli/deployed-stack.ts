import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName, type FunctionName } from '../aws/names.ts'
import { functionSettings, readSettings } from '../aws/settings.ts'
import { bakeProgressSchema } from '../control/images/bake.ts'
import type { ReadLogs } from '../control/read-logs.ts'
import { readReply } from '../lambda/logs-handler.ts'
import type { BakeImage } from '../terminal/terminal-deps.ts'
import { sweepAnswerSchema } from '../lambda/sweep-handler.ts'

/** What the functions of a deployed stack know and do, for people with the account's credentials. */
export function openStack(lambda: Pick<LambdaClient, 'send'>, stack: string) {
  /** What a function makes of that; rejects when it fails. */
  const invoke = async (name: FunctionName, payload: unknown) => {
    const FunctionName = deployedName(stack, name)
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))
    // Its error may contain anything, and is in its log.
    if (answer.FunctionError !== undefined) throw new Error(`${FunctionName} failed; its log says why`)
    const made: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString())
    return made
  }
  return {
    /** As its slack function has them; ConfigError when this version of the program cannot use them. */
    settings: async () => {
      const command = new GetFunctionConfigurationCommand({ FunctionName: deployedName(stack, 'slack') })
      const { Environment } = await lambda.send(command)
      return readSettings(functionSettings.slack(), Environment?.Variables ?? {})
    },
    /** Takes as long as a sweep does: up to 15 minutes. */
    dryRun: async () => sweepAnswerSchema.parse(await invoke('sweep', { dryRun: true })),
    /** For some seconds, or until its next stage. */
    bakeImage: (async (label, { holder, bake }) =>
      bakeProgressSchema.parse(await invoke('bake', { label, holder, ...(bake && { bake }) }))) satisfies BakeImage,
    readLogs: (async ({ name }, wanted) =>
      readReply(await invoke('reconcile', { logs: { name, ...wanted } }))) satisfies ReadLogs,
    invoke,
  }
}

export type DeployedStack = ReturnType<typeof openStack>
