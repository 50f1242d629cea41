import { readConfig } from '../infra/config.ts'
import { CONFIG_NAME, loadConfig } from '../infra/load-config.ts'
import { firstLine } from '../src/cli/standard-input.ts'
import { ConfigError, isConfigError } from '../src/config.ts'
import { deployedBotToken } from './checking-views/deployed.ts'
import { takeNoArguments } from './arguments.ts'
import { checkViews } from './checking-views/check-views.ts'

/**
 * `npm run check:views`: has Slack judge every view and message (blocks.validate, which takes no scope). The bot's token is the
 * deployment's, or what is piped in: it stands in no command line and no environment variable. docs/deploying.md
 */
takeNoArguments('npm run check:views')

async function botToken(): Promise<string> {
  if (!process.stdin.isTTY) {
    const piped = (await firstLine(process.stdin)).trim()
    if (piped === '') throw new ConfigError('No token was piped in. In a terminal, it is read from the deployment.')
    return piped
  }
  const input = await loadConfig()
  if (input === undefined)
    throw new ConfigError(`There is no ${CONFIG_NAME}, which says where the token is; or pipe one in.`)
  return deployedBotToken(readConfig(input))
}

try {
  process.exitCode = await checkViews({ botToken: await botToken(), print: console.log })
} catch (error) {
  if (!isConfigError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
