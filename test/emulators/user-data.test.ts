import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { createEc2Instances } from '../../src/aws/instances.ts'
import { makeEc2Bench } from '../aws/ec2/bench.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'

/** `tools/test-aws.sh` unpacks Debian's cloud-init and says where. */
const { CLOUD_INIT = '', CLOUD_INIT_PYTHON = 'python3' } = process.env

/** `cloud-init schema --config-file`: what it says of it; rejects where it minds something. */
async function schemaOf(config: string): Promise<string> {
  const directory = await makeTemporaryDirectory()
  try {
    const file = join(directory.path, 'user-data')
    await writeFile(file, config)
    const command = ['-m', 'cloudinit.cmd.main', 'schema', '--config-file', file]
    const { stdout } = await promisify(execFile)(CLOUD_INIT_PYTHON, command, { env: { PYTHONPATH: CLOUD_INIT } })
    return stdout
  } finally {
    await directory.remove()
  }
}

/** Keys that some part of cloud-init reads. Its schema takes any others, too, and nobody reads those. */
async function knownKeys(): Promise<Set<string>> {
  const schema = z.object({ $defs: z.record(z.string(), z.object({ properties: z.object({}).loose().optional() })) })
  const path = join(CLOUD_INIT, 'cloudinit/config/schemas/schema-cloud-config-v1.json')
  const { $defs } = schema.parse(JSON.parse(await readFile(path, 'utf8')))
  return new Set(Object.values($defs).flatMap(({ properties = {} }) => Object.keys(properties)))
}

/** What a launch gives a machine to do at its first start. */
async function launchedWith(changes: Partial<Parameters<typeof createEc2Instances>[0]> = {}) {
  const { ec2, settings, order } = makeEc2Bench()
  const { id } = await createEc2Instances({ ...settings, ...changes }).launch(order())
  return ec2.instances.get(id)?.userData ?? assert.fail('no such machine')
}

describe('what a machine is told at its first start', () => {
  it('is what cloud-init takes, with and without a report of its boot', async () => {
    for (const userData of [await launchedWith(), await launchedWith({ phoneHomeUrl: undefined })]) {
      assert.match(await schemaOf(userData), /^Valid cloud-config/)
      const [head = '', ...rest] = userData.split('\n')
      assert.equal(head, '#cloud-config')
      const known = await knownKeys()
      const keys = Object.keys(z.looseObject({}).parse(JSON.parse(rest.join('\n'))))
      assert.deepEqual(
        keys.filter((key) => !known.has(key)),
        [],
      )
    }
  })

  it('would not be taken by it with a command of the wrong kind', async () => {
    await assert.rejects(schemaOf('#cloud-config\n{"runcmd":"true"}\n'), /runcmd.*is not of type 'array'/)
  })
})
