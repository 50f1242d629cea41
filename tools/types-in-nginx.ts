import { types } from 'mime-types'

/** As in nginx/site.conf. */
const DEFAULT_TYPE = 'application/octet-stream'

/** nginx's table of types by the ending of a file's name, from the one that embedded machines use. */
export function typesInNginx(): string {
  const endingsOf = (type: string) => Object.keys(types).filter((ending) => types[ending] === type)
  const named = [...new Set(Object.values(types))].filter((type) => type !== DEFAULT_TYPE)
  const lines = named.map((type) => `${type} ${endingsOf(type).join(' ')};`)
  return `# Made by \`npm run docs\` from the package mime-types, which embedded machines use.
types_hash_max_size 8192;
types_hash_bucket_size 256;
types {
${lines.toSorted().join('\n')}
}
`
}
