import { readFile, writeFile } from 'node:fs/promises'
import { takeNoArguments } from './arguments.ts'
import { settingsTables, withTables } from './settings-tables.ts'

/** `npm run docs`: writes the tables of docs/settings.md from the schemas of the settings. A test keeps them current. */
takeNoArguments('npm run docs')
const page = new URL('../docs/settings.md', import.meta.url)
await writeFile(page, withTables(await readFile(page, 'utf8'), settingsTables))
