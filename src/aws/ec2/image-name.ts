import { createHash } from 'node:crypto'

/** An AMI's name has 3 to 128 of these characters (CreateImage, `Name`). */
const MAX_LENGTH = 128
const FORBIDDEN = /[^A-Za-z0-9()[\] ./'@_-]/g

/** The one name for the image of that launch: by it the image is found again. */
export function imageName(stack: string, { siteId, launch }: { siteId: string; launch: number }): string {
  const name = `${stack} ${siteId} ${launch}`
  const plain = name.replace(FORBIDDEN, '-')
  if (plain === name && name.length <= MAX_LENGTH) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return `${plain.slice(0, MAX_LENGTH - digest.length - 1)} ${digest}`
}
