import assert from 'node:assert/strict'
import { readEvent, UnknownEventError } from '../../src/lambda/names-of-event.ts'
import { alarmEvent, commandEvent, imageEvent, instanceEvent, streamEvent } from './events.ts'

describe('readEvent', () => {
  it('finds the names of new and changed records', () => {
    const event = streamEvent([
      { eventName: 'INSERT', name: 'plum', sequenceNumber: '100' },
      { eventName: 'MODIFY', name: 'pear', sequenceNumber: '101' },
    ])
    assert.deepEqual(readEvent(event), {
      from: 'stream',
      unreadable: [],
      records: [
        { sequenceNumber: '100', name: 'plum' },
        { sequenceNumber: '101', name: 'pear' },
      ],
    })
  })

  it('finds no name in records that are gone, or are of no site', () => {
    const event = streamEvent([
      { eventName: 'REMOVE', name: 'plum', sequenceNumber: '100' },
      { eventName: 'MODIFY', name: '#sweep', sequenceNumber: '101' },
    ])
    assert.deepEqual(readEvent(event), {
      from: 'stream',
      unreadable: [],
      records: [{ sequenceNumber: '100' }, { sequenceNumber: '101' }],
    })
  })

  it("finds the name in an alarm's input", () => {
    assert.deepEqual(readEvent(alarmEvent), { from: 'alarm', name: 'plum' })
  })

  it('finds the machine of a state or a command, and the image', () => {
    assert.deepEqual(readEvent(instanceEvent), { from: 'instance', instanceId: 'i-0123456789abcdef0' })
    assert.deepEqual(readEvent(commandEvent), { from: 'command', instanceId: 'i-0123456789abcdef0' })
    assert.deepEqual(readEvent(imageEvent), { from: 'image', imageId: 'ami-0123456789abcdef0' })
  })

  describe('refuses any other, and says of what kind it is but not what it holds', () => {
    const secret = 'xoxb-secret'
    const cases: [what: string, event: unknown, said: RegExp][] = [
      [
        'another event of EventBridge',
        { ...instanceEvent, 'detail-type': 'EC2 Spot Instance Interruption Warning', detail: { secret } },
        /"EC2 Spot Instance Interruption Warning" from aws\.ec2$/,
      ],
      ['an object', { token: secret, name: 'plum' }, /an object with token, name$/],
      ['an alarm without a name', { name: '' }, /an object with name$/],
      ['nothing', {}, /an object with nothing in it$/],
      ['a text', secret, /a JSON string$/],
      ['null', null, /a JSON null$/],
      ['a list', [secret], /a JSON array$/],
      ['a queue', { Records: [{ eventSource: 'aws:sqs', body: secret }] }, /an object with Records$/],
    ]
    for (const [what, event, said] of cases) {
      it(what, () => {
        assert.throws(
          () => readEvent(event),
          (error) => error instanceof UnknownEventError && said.test(error.message) && !error.message.includes(secret),
        )
      })
    }
  })
})
