import type { State } from './state.ts'

/** A web address, or a host under a well-known top-level domain. */
const ADDRESS = /(?<!\S)(https?:\/\/\S+)|(?<!\S)(?:[\w-]+\.)+(?:com|net|org|jp|dev|io)(?:\/\S*)?(?!\S)/gu

/**
 * What people type, as Slack passes it on: people and channels by their ids, `<@U123|name>` and `<#C123|name>`, and addresses as
 * links. Source: Slack, "Slash commands", "Escaping", and "Formatting text", "URLs".
 */
export function escapeText(state: State, text: string): string {
  return text
    .replaceAll(/&/g, '&amp;')
    .replaceAll(/</g, '&lt;')
    .replaceAll(/>/g, '&gt;')
    .replaceAll(ADDRESS, (typed, web: string | undefined) =>
      web === undefined ? `<http://${typed}|${typed}>` : `<${web}>`,
    )
    .replaceAll(/(?<![\w&/.])@([\p{L}\p{N}._-]+)/gu, (typed, name: string) => {
      const person = state.people.find((one) => one.name === name)
      return person === undefined ? typed : `<@${person.id}|${person.name}>`
    })
    .replaceAll(/(?<![\w&/])#([\p{L}\p{N}_-]+)/gu, (typed, name: string) => {
      const channel = [...state.channels.values()].find((one) => one.name === name && one.directWith === undefined)
      return channel === undefined ? typed : `<#${channel.id}|${channel.name}>`
    })
}
