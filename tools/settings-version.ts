import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const SCHEMAS = ['aws/settings.ts', 'config.ts', 'site/policy.ts']

/** Changes with the settings' schemas: what one version has checked, another doesn't take unchecked. */
export const settingsVersion = createHash('sha256')
  .update(SCHEMAS.map((path) => readFileSync(join(import.meta.dirname, '../src', path), 'utf8')).join('\n'))
  .digest('hex')
  .slice(0, 16)
