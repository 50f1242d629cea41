import { SSMClient } from '@aws-sdk/client-ssm'
import { createClient, PATIENT } from '../../src/aws/client/create-client.ts'
import type { Config } from '../../infra/config.ts'
import { loadSecrets } from '../../src/aws/secrets.ts'
import { answerTo } from '../../src/cli/standard-input.ts'
import { checkViews } from './check-views.ts'

/** The bot token of a deployment, from the Parameter Store. */
export async function deployedBotToken({
  region,
  secretsPath,
}: Pick<Config, 'region' | 'secretsPath'>): Promise<string> {
  const { slackBotToken } = await loadSecrets(createClient(SSMClient, PATIENT, { region }), secretsPath)
  return slackBotToken.trim()
}

/** At the end of a deployment: lets Slack check every view, if you say yes at a terminal. */
export async function offerCheck(config: Config): Promise<void> {
  if (!process.stdin.isTTY) {
    console.log('- Optional: npm run check:views lets Slack check every view and message')
    return
  }
  const question = 'Let Slack check every view and message, with the bot token (npm run check:views)? [y/N]'
  const answer = await answerTo(question, process)
  if (/^y(?:es)?$/iu.test(answer.trim())) {
    await checkViews({ botToken: await deployedBotToken(config), print: console.log })
  }
}
