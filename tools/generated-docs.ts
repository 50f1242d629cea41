import { withLife } from '../test/support/operating-page.ts'
import { wholeLife } from '../test/support/whole-life.ts'
import { machinePages } from './machine-pages.ts'
import { withOperations, withUsageHint } from './operations-in-docs.ts'
import { withStacks } from './stacks-in-docs.ts'
import { settingsTables, withTables } from './settings-tables.ts'
import { typesInNginx } from './types-in-nginx.ts'

/** What repeats something of the code, by path from the top: gives the file's text as it should be. */
export const generatedDocs: Readonly<Record<string, (text: string) => string | Promise<string>>> = {
  'docs/settings.md': (page) => withTables(page, settingsTables),
  'docs/permissions.md': withOperations,
  'docs/stacks.md': withStacks,
  'docs/operating.md': async (page) => withLife(page, await wholeLife()),
  'manifest.yml': withUsageHint,
  'instance/nginx/types.conf': typesInNginx,
  ...machinePages,
}
