import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName, type FunctionName } from '../aws/names.ts'
import { functionSettings, readSettings, type SlackSettings } from '../aws/settings.ts'
import { type SweepAnswer, sweepAnswerSchema } from '../lambda/sweep-handler.ts'

/** What the functions of a deployed stack know and do, for people with the account's credentials. */
export interface DeployedStack {
  /** As its slack function has them; ConfigError when this version of the program cannot use them. */
  settings(): Promise<SlackSettings>
  /** Takes as long as a sweep does: up to 15 minutes. */
  dryRun(): Promise<SweepAnswer>
  /** What a function makes of that; rejects when it fails. */
  invoke(name: FunctionName, payload: unknown): Promise<unknown>
}

export function openStack(lambda: Pick<LambdaClient, 'send'>, stack: string): DeployedStack {
  const invoke: DeployedStack['invoke'] = async (name, payload) => {
    const FunctionName = deployedName(stack, name)
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))
    // What it threw may hold anything, and is in its log.
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
