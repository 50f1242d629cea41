import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName, type FunctionName } from '../aws/names.ts'
import { functionSettings, readSettings, type SlackSettings } from '../aws/settings.ts'
import { type SweepAnswer, sweepAnswerSchema } from '../lambda/sweep-handler.ts'

/** A deployed stack's functions, for people with the account's credentials. */
export interface DeployedStack {
  /** The slack function's settings; ConfigError if this version of the program can't use them. */
  settings(): Promise<SlackSettings>
  /** Takes as long as a sweep: up to 15 minutes. */
  dryRun(): Promise<SweepAnswer>
  /** The function's answer; rejects if it fails. */
  invoke(name: FunctionName, payload: unknown): Promise<unknown>
}

export function openStack(lambda: Pick<LambdaClient, 'send'>, stack: string): DeployedStack {
  const invoke: DeployedStack['invoke'] = async (name, payload) => {
    const FunctionName = deployedName(stack, name)
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))
    // Its error may contain anything, and is in its log.
    if (answer.FunctionError !== undefined) throw new Error(`${FunctionName} failed; its log says why`)
    const made: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString())
    return made
  }
  return {
    settings: async () => {
      const command = new GetFunctionConfigurationCommand({ FunctionName: deployedName(stack, 'slack') })
      const { Environment } = await lambda.send(command)
      return readSettings(functionSettings.slack, Environment?.Variables ?? {})
    },
    dryRun: async () => sweepAnswerSchema.parse(await invoke('sweep', { dryRun: true })),
    invoke,
  }
}
