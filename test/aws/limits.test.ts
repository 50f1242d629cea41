import assert from 'node:assert/strict'
import { translateLimits } from '../../src/aws/errors.ts'
import { LimitError } from '../../src/site/errors.ts'

const failing = (name: string) => translateLimits(() => Promise.reject(Object.assign(new Error(name), { name })))({})

describe('a limit of AWS', () => {
  for (const name of [
    'EC2ThrottledException',
    'PriorRequestNotComplete',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
  ]) {
    it(`is known by its name, and uses no attempt up: ${name}`, () => assert.rejects(failing(name), LimitError))
  }

  it('is no other failure', async () => {
    await assert.rejects(failing('InternalError'), (error) => !(error instanceof LimitError))
  })
})
