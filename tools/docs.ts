import { readFile, writeFile } from 'node:fs/promises'
import { takeNoArguments } from './arguments.ts'
import { generatedDocs } from './generated-docs.ts'

/** `npm run docs`: writes what pages, and the manifest, repeat of the code. Tests keep them current. */
takeNoArguments('npm run docs')
for (const [name, generate] of Object.entries(generatedDocs)) {
  const file = new URL(`../${name}`, import.meta.url)
  await writeFile(file, await generate(await readFile(file, 'utf8')))
}
