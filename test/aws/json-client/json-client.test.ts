import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { DynamoDBClient as SdkClient, GetItemCommand as SdkGetItem } from '@aws-sdk/client-dynamodb'
import sinon from 'sinon'
import { createClient } from '../../../src/aws/client/create-client.ts'
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '../../../src/aws/json-client/dynamodb.ts'
import { signed } from '../../../src/aws/json-client/sign.ts'
import { GetParametersCommand, SSMClient } from '../../../src/aws/json-client/ssm.ts'
import { close, listen } from '../../../src/local/listen.ts'
import { setEnvironment } from '../../support/set-environment.ts'
import { inVirtualTime } from '../../support/virtual-time.ts'

const PATIENCE = { connectMs: 20_000, answerMs: 20_000, attempts: 3 }
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'the secret', sessionToken: 'the token' }
const getItem = { TableName: 'sites', Key: { name: { S: 'プラム' } } }

describe('JsonClient', () => {
  let restore: () => void
  const requests: { headers: IncomingMessage['headers']; body: string }[] = []
  let answers: { status: number; body: string; headers?: Record<string, string> }[]
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      requests.push({ headers: req.headers, body })
      const { status, body: answer, headers } = answers[Math.min(requests.length, answers.length) - 1] ?? assert.fail()
      res.writeHead(status, { 'x-amzn-requestid': `request-${requests.length}`, ...headers }).end(answer)
    })
  })
  beforeEach(async () => {
    requests.splice(0)
    restore = setEnvironment({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await listen(server)}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    })
  })
  afterEach(async () => {
    restore()
    await close(server)
  })
  const table = () => createClient(DynamoDBClient, PATIENCE)
  const ask = (...given: typeof answers) => {
    answers = given
    return inVirtualTime(() => table().send(new GetItemCommand(getItem)))
  }
  const found = { status: 200, body: '{"Item":{"name":{"S":"plum"}}}' }
  const refused = (name: string, status = 400) => ({
    status,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'No.' }),
  })

  it('signs as the SDK does', async () => {
    answers = [found]
    await new SdkClient({ maxAttempts: 1 }).send(new SdkGetItem(getItem))
    const { headers, body } = requests[0] ?? assert.fail()
    const authorization = headers.authorization ?? ''
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
    const given = names.filter((name) => !['host', 'x-amz-date', 'x-amz-security-token'].includes(name))
    const time = String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5')
    const ours = signed(
      {
        host: String(headers.host),
        headers: Object.fromEntries(given.map((name) => [name, String(headers[name])])),
        body,
      },
      CREDENTIALS,
      { service: 'dynamodb', region: 'eu-west-1', now: new Date(time) },
    )
    assert.equal(ours['authorization'], authorization)
  })

  it('asks by the JSON protocol, and gives what the service answers', async () => {
    assert.deepEqual(await ask(found), {
      Item: { name: { S: 'plum' } },
      $metadata: { httpStatusCode: 200, requestId: 'request-1' },
    })
    const { headers, body } = requests[0] ?? assert.fail()
    assert.deepEqual(JSON.parse(body), getItem)
    assert.equal(headers['content-type'], 'application/x-amz-json-1.0')
    assert.equal(headers['x-amz-target'], 'DynamoDB_20120810.GetItem')
    answers = [{ status: 200, body: '{"Parameters":[]}' }]
    await createClient(SSMClient, PATIENCE).send(new GetParametersCommand({ Names: ['a'] }))
    assert.equal(requests[1]?.headers['content-type'], 'application/x-amz-json-1.1')
    assert.equal(requests[1]?.headers['x-amz-target'], 'AmazonSSM.GetParameters')
  })

  it('sends bytes, and reads them', async () => {
    answers = [{ status: 200, body: '{"Item":{"data":{"B":"AQID"}}}' }]
    for (const data of [new Uint8Array([1, 2, 3]), Buffer.from([1, 2, 3])])
      await table().send(new PutItemCommand({ TableName: 'sites', Item: { data: { B: data } } }))
    for (const { body } of requests) assert.match(body, /\{"data":\{"B":"AQID"\}\}/)
    assert.deepEqual(Reflect.get(Object(await table().send(new GetItemCommand(getItem))), 'Item'), {
      data: { B: new Uint8Array([1, 2, 3]) },
    })
  })

  for (const name of ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']) {
    it(`tries again when it was ${name}`, async () => {
      await ask(refused(name), refused(name), found)
      assert.equal(requests.length, 3)
    })
  }

  it('tries again when the service is broken, and gives up after as many attempts as it may make', async () => {
    const error = { name: 'InternalServerError', message: 'No.' }
    await assert.rejects(ask(refused('InternalServerError', 500)), error)
    assert.equal(requests.length, 3)
  })

  it('asks once for what is refused, and says why by the name that the SDK gives it', async () => {
    const refusals = ['ConditionalCheckFailedException', 'ValidationException', 'AccessDeniedException']
    for (const name of refusals) await assert.rejects(ask(refused(name)), { name, message: 'No.' })
    assert.equal(requests.length, refusals.length)
    await assert.rejects(ask({ status: 403, body: 'no JSON', headers: { 'x-amzn-errortype': 'Denied:http://a' } }), {
      name: 'Denied',
    })
    await assert.rejects(ask({ status: 404, body: '' }), { name: 'UnknownError' })
  })

  it('tries again when nobody is there, and says so', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9'
    await assert.rejects(ask(found), { code: 'ECONNREFUSED' })
  })

  it('waits longer for an answer than for a connection', async () => {
    answers = [found]
    const client = createClient(DynamoDBClient, { connectMs: 1000, answerMs: 20_000, attempts: 1 })
    const asked = once(server, 'request')
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const answer = client.send(new GetItemCommand(getItem))
      await asked
      clock.tick(1001)
      await answer
    } finally {
      clock.restore()
    }
  })

  it('says what it lacks', async () => {
    delete process.env['AWS_ACCESS_KEY_ID']
    await assert.rejects(ask(found), { message: 'AWS_ACCESS_KEY_ID is not set' })
  })
})
