import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { parse } from 'yaml'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

describe("Slack's own schema of manifests", () => {
  it('passes manifest.yml', () => {
    const schema: unknown = JSON.parse(read('manifest.schema.1.0.0.json'))
    assert.ok(typeof schema === 'object' && schema !== null)
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema)
    validate(parse(read('../../manifest.yml')))
    assert.deepEqual(validate.errors, null)
  })
})
