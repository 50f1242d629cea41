import * as z from 'zod'
import type { Config } from '../../infra/config.ts'

const outputsSchema = z.object({ SlackUrl: z.url(), GithubEventsUrl: z.url() })

/** What people do once the stack is there, from what `cdk deploy --outputs-file` wrote. */
export function nextSteps({ name, domain, alarmMail, github }: Config, outputs: unknown): string {
  const { SlackUrl, GithubEventsUrl } = z.record(z.string(), outputsSchema).parse(outputs)[name] ?? missing(name)
  const events = `
- The GitHub App's webhook, if it is to tell of teams at once: ${GithubEventsUrl} (docs/github.md)`
  return `
${name} is deployed: sites are https://NAME.${domain}, and Slack finds it at ${SlackUrl}

- Once, and whenever manifest.yml has changed: paste what this prints into the Slack app's "App Manifest", and let it verify the address
    npm run --silent manifest -- --url ${SlackUrl}
- Once: ${alarmMail} gets a mail from AWS and confirms it; no alarm is told before${github.app === undefined ? '' : events}
- In Slack: /invite @pokopoko into a channel, then /testsite
`
}

function missing(name: string): never {
  throw new Error(`The outputs have no stack ${name}`)
}
