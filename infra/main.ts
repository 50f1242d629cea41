import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isConfigError } from '../src/config-error.ts'
import { createApp } from './app.ts'
import { CONFIG_NAME, exampleConfig, loadConfig } from './load-config.ts'
import { withLookedUp } from './looked-up.ts'

const CODE = fileURLToPath(new URL('../dist/lambda', import.meta.url))

/** What the CDK's command line runs: see `cdk.json`. */
if (!existsSync(CODE)) {
  console.error('The functions are not built yet: npm run build')
  process.exit(1)
}
try {
  const input = await loadConfig()
  if (input === undefined) console.error(`There is no ${CONFIG_NAME}: this is the stack of the example.`)
  createApp(input === undefined ? exampleConfig() : await withLookedUp(input), { code: CODE })
} catch (error) {
  if (!isConfigError(error)) throw error
  console.error(`${CONFIG_NAME}:\n${error.message}`)
  process.exitCode = 1
}
