/** The services of `instance/stacks.json`, by id, for code that doesn't need their rules. A test compares them. */
export const serviceNames = { mariadb: 'MariaDB', postgresql: 'PostgreSQL', redis: 'Redis' } as const

export type ServiceId = keyof typeof serviceNames

export const serviceIds = ['mariadb', 'postgresql', 'redis'] as const satisfies ServiceId[]

export function isServiceId(text: string): text is ServiceId {
  return Object.hasOwn(serviceNames, text)
}
