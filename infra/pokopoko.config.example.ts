import type { ConfigInput } from './config.ts'

/** Yours to change, in `pokopoko.config.ts`. docs/settings.md lists all settings. */
export const input: ConfigInput = {
  region: 'eu-central-1',
  timeZone: 'Europe/Berlin',
  domain: 'test.example.com',
  zone: { id: 'Z0123456789EXAMPLE', name: 'example.com' },
  github: { org: 'acme' },
  sizes: [
    { type: 't3.micro', label: 'Small: 1 GB of memory', instead: ['t3a.micro', 't2.micro'] },
    { type: 't3.medium', label: 'Medium: 4 GB of memory', instead: ['t3a.medium', 't2.medium'] },
  ],
  sshCidrs: [],
  alarmMail: 'ops@example.com',
}
