import { readConfig } from '../infra/config.ts'
import { CONFIG_NAME, loadConfig } from '../infra/load-config.ts'
import { firstLine } from '../src/cli/standard-input.ts'
import { ConfigError, isConfigError } from '../src/config-error.ts'
import { deployedBotToken } from './checking-views/deployed.ts'
import { takeNoArguments } from './arguments.ts'
import { checkViews } from './checking-views/check-views.ts'

/**
 * `npm run check:views`: lets Slack check every view and message (blocks.validate, which needs no scope). The bot token is the
 * deployment's, or is piped in: it's in no command line and no environment variable. docs/deploying.md
 */
takeNoArguments('npm run check:views')

async function botToken(): Promise<string> {
  if (!process.stdin.isTTY) {
    const piped = (await firstLine(process.stdin)).trim()
    if (piped === '') throw new ConfigError('No token was piped in. In a terminal, this reads it from the deployment.')
    return piped
  }
  const input = await loadConfig()
  if (input === undefined)
    throw new ConfigError(`There is no ${CONFIG_NAME}, so this doesn't know where the token is. Pipe one in instead.`)
  return deployedBotToken(readConfig(input))
}

try {
  process.exitCode = await checkViews({ botToken: await botToken(), print: console.log })
} catch (error) {
  if (!isConfigError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
}
