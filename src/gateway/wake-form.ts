/** Far more than a user name and a password take. */
export const MAX_FORM_BYTES = 4096

/** Reads the form of the asleep page; undefined when that is not what was sent. */
export function readWakeForm(body: string): { user: string; password: string } | undefined {
  if (body.length > MAX_FORM_BYTES) return undefined
  const form = new URLSearchParams(body)
  const user = form.get('user')
  const password = form.get('password')
  return user === null || password === null ? undefined : { user, password }
}
