import assert from 'node:assert/strict'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SendCommandCommand } from '@aws-sdk/client-ssm'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import * as z from 'zod'
import { makeShellBench } from '../../test/aws/ssm/bench.ts'
import { DOCUMENT } from '../../test/support/aws/fake-ssm.ts'
import { aStack } from './a-stack.ts'

const parameter = z.object({ allowedPattern: z.string() })
const documentSchema = z.object({
  Properties: z.object({
    Content: z.object({
      parameters: z.object({
        entry: z.object({ allowedValues: z.array(z.string()) }),
        bundle: parameter,
        document: parameter,
      }),
    }),
  }),
})

/** An address as a function signs it: its session's token is base64, of which some characters are escaped. */
async function anAddress(endpoint?: string): Promise<string> {
  const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'IQoJb3JpZ2luX2Vj/+A==' }
  const s3 = new S3Client({
    region: 'eu-central-1',
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  })
  const key = `bundles/${'0123456789abcdef'.repeat(4)}.tar.gz`
  try {
    return await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'pokopoko-inputbucket-1', Key: key }), {
      expiresIn: 900,
    })
  } finally {
    s3.destroy()
  }
}

/** The script has them in single quotes, and curl in double ones. */
const REFUSED = [
  "https://bucket.test/a'; reboot; '",
  "https://bucket.test/a'$(reboot)'",
  'https://bucket.test/$(reboot)',
  'https://bucket.test/`reboot`',
  'https://bucket.test/a"',
  'https://bucket.test/a\\',
  'https://bucket.test/a b',
  'https://bucket.test/a\nreboot',
  'https://bucket.test/a;reboot',
  'https://bucket.test/a|reboot',
  'https://bucket.test/a>b',
  'https://bucket.test/{{ssm:/pokopoko/slack-bot-token}}',
  'https://bucket.test/プラム',
  ' https://bucket.test/a',
  'x\nhttps://bucket.test/a',
  'file:///etc/shadow',
  'ftp://bucket.test/a',
  'https://',
  '-o/etc/passwd https://bucket.test/a',
  '',
]

describe('the command document', () => {
  it('allows addresses that were signed, and no character that could end a quotation', async () => {
    const { template } = await aStack()
    const [found] = Object.values(template.findResources('AWS::SSM::Document'))
    const { entry, ...addresses } = documentSchema.parse(found).Properties.Content.parameters
    assert.deepEqual(entry.allowedValues, [
      'set-up',
      'access',
      'environment',
      'users',
      'deploy',
      'last-use',
      'logs',
      'bake',
    ])
    for (const { allowedPattern } of Object.values(addresses)) {
      const pattern = new RegExp(allowedPattern)
      for (const address of [await anAddress(), await anAddress('http://127.0.0.1:9000')])
        assert.match(address, pattern)
      for (const refused of REFUSED) assert.doesNotMatch(refused, pattern)
    }
  })

  it('is what Systems Manager goes by, also where it is a fake', async () => {
    const bench = makeShellBench()
    const { id } = await bench.instances.launch(bench.order())
    await bench.eventually(() => bench.shell.reachable(id))
    await bench.shell.start(id, bench.setUp)
    const [{ Parameters } = assert.fail('Nothing was sent')] = z
      .array(z.looseObject({ Parameters: z.record(z.string(), z.array(z.string())) }))
      .parse(bench.ssm.inputs('SendCommand'))
    const send = (changes: Record<string, string[]>) =>
      bench.ssm.client.send(
        new SendCommandCommand({
          InstanceIds: [id],
          DocumentName: DOCUMENT,
          TimeoutSeconds: 600,
          Parameters: { ...Parameters, ...changes },
        }),
      )
    const refuses = (changes: Record<string, string[]>) => assert.rejects(send(changes), { name: 'InvalidParameters' })
    for (const refused of REFUSED) {
      await refuses({ bundle: [refused] })
      await refuses({ document: [refused] })
    }
    await refuses({ entry: ['shell'] })
    await refuses({ other: ['x'] })
    await refuses({ bundle: [] })
    await assert.doesNotReject(send({}))
    await bench.close()
  })
})
