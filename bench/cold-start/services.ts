import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { close, listen } from '../../src/local/listen.ts'

const NO_SITES = JSON.stringify({ Items: [], Count: 0 })
const IMAGES = JSON.stringify({
  Item: {
    at: { N: String(Date.now()) },
    images: { L: [{ M: { id: { S: 'ami-1' }, label: { S: 'Agency' } } }] },
  },
})

const namesSchema = z.object({ Names: z.array(z.string()) })

/**
 * What the function for Slack calls, on this computer and by TLS, each with connections of its own: Slack, Parameter Store, and a table
 * without sites. Their certificate is made in `directory`.
 */
export async function startServices(directory: string, parameters: Record<string, string>) {
  const certificate = makeCertificate(directory)
  const opened = { forms: 0 }
  const start = async (answer: (req: IncomingMessage, body: string) => string) => {
    const server = createServer(certificate, (req, res) => {
      void text(req).then((body) => {
        res.setHeader('x-amzn-requestid', '1').setHeader('content-type', 'application/json').end(answer(req, body))
      })
    })
    return { url: `https://127.0.0.1:${await listen(server)}`, close: () => close(server) }
  }
  const slack = await start(({ url = '' }) => {
    if (url.endsWith('/views.open')) opened.forms += 1
    return JSON.stringify({ ok: true, user: { locale: 'en-US' } })
  })
  const ssm = await start((_, body) => {
    const found = namesSchema.parse(JSON.parse(body)).Names.filter((name) => name in parameters)
    return JSON.stringify({ Parameters: found.map((Name) => ({ Name, Value: parameters[Name] })) })
  })
  const table = await start((_, body) => (body.includes('"#images"') ? IMAGES : NO_SITES))
  const all = [slack, ssm, table]
  return {
    slackApiUrl: `${slack.url}/api/`,
    env: {
      NODE_EXTRA_CA_CERTS: certificate.path,
      AWS_ENDPOINT_URL_SSM: ssm.url,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
    },
    opened,
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  }
}

/** Signed by itself, as those of AWS and Slack with RSA of 2,048 bits. */
function makeCertificate(directory: string) {
  const [keyPath, path] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-days', '2', ...subject, '-keyout', keyPath, '-out', path],
    { stdio: 'pipe' },
  )
  return { key: readFileSync(keyPath), cert: readFileSync(path), path }
}
