import type { Config } from '../config.ts'
import { secretNames } from '../../src/aws/secrets.ts'

/** Paths of the secrets that this configuration needs; that of the App's events is optional. */
export function secretPaths({ secretsPath, github }: Config): string[] {
  const { slackSigningSecret, slackBotToken, githubPrivateKey, githubToken } = secretNames
  const names = [slackSigningSecret, slackBotToken, github.app === undefined ? githubToken : githubPrivateKey]
  return names.map((name) => `${secretsPath}/${name}`)
}

/**
 * Stores a secret without leaving it in a command line, history or file. `printf` adds no newline, which the AWS CLI would store as part of
 * it. docs/deploying.md has the same.
 */
export function putSecret({ region, path }: { region: string; path: string }): string {
  const put = `aws ssm put-parameter --region ${region} --type SecureString --name ${path}`
  if (path.endsWith(`/${secretNames.githubPrivateKey}`)) return `${put} --value file://DOWNLOADED.pem`
  return `read -rs SECRET && printf %s "$SECRET" | ${put} --value file:///dev/stdin; unset SECRET`
}
