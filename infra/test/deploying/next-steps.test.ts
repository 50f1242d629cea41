import assert from 'node:assert/strict'
import { readConfig } from '../../config.ts'
import { input } from '../../pokopoko.config.example.ts'
import { nextSteps } from '../../deploying/next-steps.ts'

const outputs = {
  pokopoko: {
    SlackUrl: 'https://abc.lambda-url.eu-central-1.on.aws/',
    GithubEventsUrl: 'https://abc.lambda-url.eu-central-1.on.aws/github/events',
    Region: 'eu-central-1',
  },
}

describe('what is left to do after a deployment', () => {
  it('names the command that prints the manifest, with the address', () => {
    const text = nextSteps(readConfig(input), outputs)
    assert.match(
      text,
      /npm run --silent manifest -- --url https:\/\/abc\.lambda-url\.eu-central-1\.on\.aws\/ --domain test\.example\.com\n/,
    )
    assert.match(text, /mail that AWS sent to ops@example\.com/)
    assert.doesNotMatch(text, /github\/events/)
  })

  it('names the address for events where there is an App', () => {
    const config = readConfig({ ...input, github: { org: 'orchard', app: { id: 1, installationId: 2 } } })
    assert.match(nextSteps(config, outputs), /on\.aws\/github\/events/)
  })

  it('does not take the outputs of another stack', () => {
    assert.throws(() => nextSteps(readConfig({ ...input, name: 'other' }), outputs), /no stack other/)
  })
})
