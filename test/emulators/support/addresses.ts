/** Where the emulators are: `tools/test-aws.sh` starts them and says so. */
export const motoUrl = needed('MOTO_URL')
export const ministackUrl = needed('MINISTACK_URL')

export const REGION = 'eu-central-1'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** How the SDK's clients reach them. One attempt: a fault of an emulator should be seen. */
export const atMoto = { endpoint: motoUrl, region: REGION, credentials, maxAttempts: 1 }
export const atMinistack = { endpoint: ministackUrl, region: REGION, credentials, maxAttempts: 1 }

export function needed(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: run these tests by npm run test:aws`)
  return value
}
