import type { FormTexts } from '../texts.ts'

export const formTexts: FormTexts = {
  idleTimes: {
    default: 'As usual',
    '1h': 'After 1 hour without a visit',
    '2h': 'After 2 hours without a visit',
    '4h': 'After 4 hours without a visit',
    '8h': 'After 8 hours without a visit',
    night: 'Only at night',
    office: 'Soon after use, outside office hours',
    never: 'Never',
  },
  usualIdleTime: ({ hours, hasOfficeHours }) => {
    const after = hours === 0 ? [] : [`after ${hours} h without a visit`]
    const office = hasOfficeHours ? ['soon after use outside office hours'] : []
    return `As usual: ${[...after, ...office].join(', ') || 'never'}`
  },
  settingGroups: { source: 'Source', machine: 'Machine', people: 'People' },
  notBefore: ({ when }) => `Not before ${when}`,
  createForm: {
    title: 'Create test site',
    submit: 'Create',
    labels: {
      name: 'Name',
      repository: 'Repository',
      branch: 'Branch',
      appDirectory: 'App directory',
      documentRoot: 'Published directory',
      startCommand: 'Start command',
      services: 'Databases',
      spaFallback: 'Single-page app',
      spot: 'Price',
      image: 'Image',
      size: 'Size',
      lastDay: 'Archive on',
      accessUser: 'User name for visitors',
      password: 'Password for visitors',
      sshTeam: 'Team with SSH access',
      channel: 'Channel for its card',
    },
    scopes: {
      site: ({ site }) => `Only ${site}`,
      repository: ({ repository }) => `All sites of ${repository}`,
    },
    noServices: 'None, even if the project asks for one',
    flags: {
      spaFallback: 'Serve index.html for paths without a file',
      spot: 'Cheaper (spot), but the machine can be stopped without notice',
    },
    detections: {
      static: ({ stack, file }) => `Looks like ${stack} (${file}). I'll publish its files as they are.`,
      built: ({ stack, file }) => `Looks like ${stack} (${file}). I'll build it and publish the result.`,
      php: ({ stack, file }) => `Looks like ${stack} (${file}). I'll run it with PHP.`,
      program: ({ stack, file }) => `Looks like ${stack} (${file}). I'll build and start it.`,
      procfile: ({ file }) => `Its ${file} says what to start.`,
      container: ({ file }) =>
        `I can't run containers, and only ${file} says how to run this, so I'll publish its files as they are. To run it, push a \`Procfile\` or set a start command.`,
      nothing: () => "Nothing here says how to build it, so I'll publish its files as they are.",
    },
    elsewhere: ({ directories }) => `If the app is in one of these, enter it as the app directory: ${directories}`,
    unbuilt:
      "The machines here only publish files: they can't build or run this. To get machines that can, install Podman or Docker and restart `npm start`.",
    summary: {
      until: ({ day }) => `Until ${day}`,
      team: ({ team }) => `SSH for ${team}`,
      channel: ({ channel }) => `Card in ${channel}`,
      spot: 'Spot machine',
    },
    more: 'More options…',
    overrides: "Most repositories don't need the following.",
    hints: {
      name: ({ address }) => `Lowercase letters, digits, and hyphens. It becomes part of the address: ${address}`,
      correctedName: ({ address }) =>
        `I changed this to a valid name: lowercase letters, digits, and hyphens. The address will be ${address}. If that's fine, press Create again.`,
      appDirectory: "Where the app is, if it isn't at the top of the repository.",
      documentRoot:
        "The directory to publish, as a path in the app directory. Leave this empty to use the framework's.",
      startCommand:
        "Starts the app, which has to listen on $PORT. Leave this empty to use the Procfile's or the framework's.",
      services: "On the site's own machine. What I've found in the repository is ticked.",
      lastDay: ({ first, last, hour, zone }) =>
        `Between ${first} and ${last}. I'll warn you, then archive it at ${hour}:00 (${zone}) that day. You can extend it later.`,
      password: ({ min }) =>
        `Leave this empty to get a generated password. Only you'll see it, and only once. Your own needs at least ${min} characters.`,
      sshTeam: 'Members of this team can log in with the public keys they have on GitHub.',
      channel: 'Public channels just work. For a private channel, invite me first.',
    },
    placeholders: {
      name: 'spring-campaign',
      repository: 'Type to search',
      branch: 'Type to search',
      appDirectory: 'apps/web',
      documentRoot: 'public',
      startCommand: 'node server.js',
      sshTeam: 'None',
    },
  },
  noOffer: {
    'no-repository': "Nothing found. I can only offer repositories I'm allowed to read.",
    'no-branch': 'Branch not found. Push it first, or choose another repository.',
    'no-team': 'Team not found. I can only offer teams of your organization.',
    'repository-first': 'Choose a repository first.',
    unreadable: "I can't confirm that you can read this repository on GitHub.",
    denied: 'GitHub rejected my credentials. Tell your pokopoko admin.',
    'not-installed': "My GitHub App isn't installed. Ask an owner of the organization.",
    limit: 'GitHub is rate-limiting me. Try again in a few minutes.',
    unreachable: "GitHub isn't responding. Try again in a moment.",
    outsider: 'Only members of this workspace can do this. Ask one of them.',
  },
  shares: {
    title: ({ site }) => `These clients have a link to ${site}:`,
    none: ({ site }) => `No client has a link to ${site}.`,
    about: "To make another link, type `/testsite share NAME CLIENT`. A link can't be shown again.",
    unopened: 'not opened yet',
    opened: ({ count, last }) => `opened ${count === 1 ? 'once' : `${count} times`}, last ${last}`,
    until: ({ when }) => `until ${when}`,
    more: ({ count }) => `and ${count} more: \`/testsite shares NAME\``,
    shown: ({ client, site }) => `Here's the message for ${client}, with a link to ${site} that needs no password:`,
    once: "Only you can see this link, and only this once. It isn't stored anywhere, so copy the message now.",
    message: ({ link, until }) =>
      `Here is the preview of your website:\n\n${link}\n\nThe link works on any device, without a password, until ${until}. It is meant for you, so please don't pass it on. If nobody has used the preview for a while, it takes a minute or two to appear.`,
    languages: { en: 'English', ja: 'Japanese (日本語)' },
  },
  passwordShown: {
    intro: ({ site }) => `Here's how to visit ${site}:`,
    address: 'Address',
    user: 'User name',
    password: 'Password',
    once: "Only you can see this password, and only this once. It isn't stored anywhere, so write it down.",
  },
}
