import { readFile, writeFile } from 'node:fs/promises'
import { withLife } from '../test/support/operating-page.ts'
import { wholeLife } from '../test/support/whole-life.ts'
import { takeNoArguments } from './arguments.ts'
import { withOperations, withUsageHint } from './operations-in-docs.ts'
import { settingsTables, withTables } from './settings-tables.ts'

/** `npm run docs`: writes what pages, and the manifest, repeat of the code. Tests keep them current. */
takeNoArguments('npm run docs')
const life = await wholeLife()
const written: Record<string, (page: string) => string> = {
  'docs/settings.md': (page) => withTables(page, settingsTables),
  'docs/permissions.md': withOperations,
  'docs/operating.md': (page) => withLife(page, life),
  'manifest.yml': withUsageHint,
}
for (const [name, write] of Object.entries(written)) {
  const file = new URL(`../${name}`, import.meta.url)
  await writeFile(file, write(await readFile(file, 'utf8')))
}
