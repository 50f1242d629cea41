import * as z from 'zod'
import type { Config } from '../config.ts'

const outputsSchema = z.object({ SlackUrl: z.url(), GithubEventsUrl: z.url() })

/** What to do after a deployment, from what `cdk deploy --outputs-file` wrote. */
export function nextSteps({ name, domain, alarmMail, github }: Config, outputs: unknown): string {
  const { SlackUrl, GithubEventsUrl } = z.record(z.string(), outputsSchema).parse(outputs)[name] ?? missing(name)
  const events = `
- Optional: set the GitHub App's webhook to ${GithubEventsUrl} (docs/github.md)`
  return `
${name} is deployed. Sites are at https://NAME.${domain}. Slack calls ${SlackUrl}

- Now, and whenever manifest.yml has changed: paste what this prints into the Slack app's "App Manifest", and let Slack verify the address
    npm run --silent manifest -- --url ${SlackUrl} --domain ${domain}
- Confirm the mail that AWS sent to ${alarmMail}; until then you get no alarms${github.app === undefined ? '' : events}
- In Slack: /invite @pokopoko to a channel, then type /testsite
`
}

function missing(name: string): never {
  throw new Error(`The outputs have no stack ${name}`)
}
