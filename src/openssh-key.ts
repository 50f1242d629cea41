import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const TYPE = 'ssh-ed25519'
/** As ssh-keygen writes its lines. */
const LINE_LENGTH = 70

export interface OpensshKeyPair {
  /** As a line of an authorized_keys file. */
  publicKey: string
  /** A key file without a passphrase, with its last line end. */
  privateKey: string
}

/** A new ed25519 key pair in OpenSSH's formats: RFC 8709 (section 4), and `PROTOCOL.key` of OpenSSH for the private half. */
export async function makeOpensshKeyPair(comment: string): Promise<OpensshKeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  const publicHalf = Buffer.from(x, 'base64url')
  const blob = Buffer.concat([framed(TYPE), framed(publicHalf)])
  return {
    publicKey: `${TYPE} ${blob.toString('base64')} ${comment}`,
    privateKey: privateKeyFile(blob, publicHalf, Buffer.from(d, 'base64url'), comment),
  }
}

function privateKeyFile(blob: Buffer, publicHalf: Buffer, seed: Buffer, comment: string): string {
  // The same number twice, by which a wrong passphrase would be noticed.
  const check = randomBytes(4)
  const secret = Buffer.concat([
    check,
    check,
    framed(TYPE),
    framed(publicHalf),
    framed(Buffer.concat([seed, publicHalf])),
    framed(comment),
  ])
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    framed('none'),
    framed('none'),
    framed(''),
    number(1),
    framed(blob),
    framed(Buffer.concat([secret, padding(secret.length)])),
  ])
  const lines = file.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** 1, 2, 3, … up to whole blocks of 8 bytes, the block size of the cipher `none`. */
function padding(length: number): Buffer {
  return Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1))
}

function framed(part: string | Buffer): Buffer {
  const bytes = Buffer.from(part)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
