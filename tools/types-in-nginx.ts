import { types } from 'mime-types'

/** nginx's table of types by the ending of a file's name, from the one that embedded machines use. */
export function typesInNginx(): string {
  const lines = Object.entries(types).map(([ending, type]) => `  ${type} ${ending};`)
  return `# Made by \`npm run docs\` from the package mime-types, which embedded machines use.
types_hash_max_size 8192;
types_hash_bucket_size 256;
types {
${lines.toSorted().join('\n')}
}
`
}
