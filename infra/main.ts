import { fileURLToPath } from 'node:url'
import { ConfigError } from '../src/config.ts'
import { createApp } from './app.ts'
import { input } from './pokopoko.config.ts'

/** What the CDK's command line runs, by `npm run synth`. */
try {
  createApp(input, { code: fileURLToPath(new URL('../dist/lambda', import.meta.url)) })
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(`infra/pokopoko.config.ts:\n${error.message}`)
  process.exitCode = 1
}
