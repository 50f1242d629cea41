import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Template } from 'aws-cdk-lib/assertions'
import { createApp } from '../app.ts'
import type { ConfigInput } from '../config.ts'
import { input } from '../pokopoko.config.example.ts'
import { type FunctionName, functionNames } from '../../src/aws/names.ts'
import { SETTINGS_FILE } from '../../src/aws/settings.ts'
import { makeTemporaryDirectory } from '../../test/support/temporary-directory.ts'

const settingsSchema = z.record(z.string(), z.unknown())

/** The stack as it is synthesized from the example's configuration with these changes; its functions are empty. `chosen`: what is in their settings files. */
export async function aStack(changes: Partial<ConfigInput> = {}) {
  const directory = await makeTemporaryDirectory()
  for (const name of functionNames) {
    mkdirSync(join(directory.path, name))
    writeFileSync(join(directory.path, name, 'index.js'), 'exports.handler = () => {}')
  }
  const made = createApp({ ...input, ...changes }, { code: directory.path, outdir: join(directory.path, 'out') })
  const template = Template.fromStack(made.stack)
  const settingsFile = (name: FunctionName) => join(directory.path, name, SETTINGS_FILE)
  const chosen = new Map<FunctionName, Record<string, unknown>>(
    functionNames
      .filter((name) => existsSync(settingsFile(name)))
      .map((name) => [name, settingsSchema.parse(JSON.parse(readFileSync(settingsFile(name), 'utf8')))]),
  )
  await directory.remove()
  return { ...made, template, chosen }
}
