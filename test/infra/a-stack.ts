import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Template } from 'aws-cdk-lib/assertions'
import { createApp } from '../../infra/app.ts'
import type { ConfigInput } from '../../infra/config.ts'
import { input } from '../../infra/pokopoko.config.example.ts'
import { functionNames } from '../../src/aws/names.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

/** The stack as it is synthesized from the example's configuration with these changes; its functions are empty. */
export async function aStack(changes: Partial<ConfigInput> = {}) {
  const directory = await makeTemporaryDirectory()
  for (const name of functionNames) {
    mkdirSync(join(directory.path, name))
    writeFileSync(join(directory.path, name, 'index.js'), 'exports.handler = () => {}')
  }
  const made = createApp({ ...input, ...changes }, { code: directory.path, outdir: join(directory.path, 'out') })
  const template = Template.fromStack(made.stack)
  await directory.remove()
  return { ...made, template }
}
