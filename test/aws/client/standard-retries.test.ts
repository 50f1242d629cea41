import assert from 'node:assert/strict'
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import { createClient, PATIENT } from '../../../src/aws/client/create-client.ts'
import { isNamed } from '../../../src/aws/errors.ts'
import { isPermanentError } from '../../../src/site/errors.ts'
import { MINUTE_MS } from '../../../src/site/time.ts'
import { inVirtualTime } from '../../support/virtual-time.ts'
import { type Answer, startEndpoint } from './an-endpoint.ts'

const FOUND: Answer = { headers: { 'x-amzn-requestid': '1' }, chunks: ['{"Parameters":[]}'] }
const BROKEN: Answer = {
  status: 500,
  headers: { 'x-amzn-requestid': '1' },
  chunks: ['{"__type":"InternalServerError"}'],
}
const EXPIRED: Answer = {
  status: 400,
  headers: { 'x-amzn-requestid': '1' },
  chunks: ['{"__type":"InvalidSignatureException","message":"Signature not yet current"}'],
}
const SKEW_MS = 5 * MINUTE_MS

describe('clients of AWS', () => {
  let endpoint: Awaited<ReturnType<typeof startEndpoint>>
  afterEach(() => endpoint.close())
  const command = new GetParametersCommand({ Names: ['a'] })

  it('fail once, for now, after an answer with a wrong time, which the SDK takes for its own', async () => {
    let aheadMs = 20 * MINUTE_MS
    endpoint = await startEndpoint((_asked, { 'x-amz-date': signed = '' }) => {
      const at = Date.parse(String(signed).replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:'))
      const isTaken = Math.abs(at - Date.now()) < SKEW_MS
      const { headers, ...answer } = isTaken ? FOUND : EXPIRED
      return { ...answer, headers: { ...headers, date: new Date(Date.now() + aheadMs).toUTCString() } }
    })
    const ssm = createClient(SSMClient, PATIENT)
    await ssm.send(command)
    aheadMs = 0
    const error: unknown = await ssm.send(command).catch((reason: unknown) => reason)
    assert.ok(isNamed(error, ['InvalidSignatureException']) && !isPermanentError(error), String(error))
    await ssm.send(command)
    assert.equal(endpoint.requests(), 3)
  })

  it('try 35 times again in all while a service is down, however many calls there are', async () => {
    endpoint = await startEndpoint(() => BROKEN)
    const ssm = createClient(SSMClient, PATIENT)
    for (let call = 0; call < 20; call++)
      await assert.rejects(
        inVirtualTime(() => ssm.send(command)),
        { name: 'InternalServerError' },
      )
    assert.equal(endpoint.requests(), 20 + 35)
  })
})
