import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { generatedDocs } from '../../tools/generated-docs.ts'

describe('what repeats something of the code', () => {
  for (const [name, generate] of Object.entries(generatedDocs)) {
    it(`is current in ${name}: npm run docs writes it`, async () => {
      const text = await readFile(new URL(`../../${name}`, import.meta.url), 'utf8')
      assert.equal(await generate(text), text)
    })
  }
})
