// What a site's owner pastes: the snippet with its hash, and the lines of the page's policy.
import type { InstallAnswer } from '../../api/index.ts'
import { Copy } from '../parts/copy.tsx'
import type { Tile } from './tile.ts'

const EXAMPLE =
  'Not ready to paste: the addresses are examples, for this node knows no collector. Name yours under collectors in its settings, then start it again.'

export const snippetTile: Tile<InstallAnswer> = {
  name: 'snippet',
  title: 'Into the head of each page',
  about: () =>
    'It listens from the first moment, keeps clicks while no datacenter answers, and fetches the tag after the page has loaded',
  get: (ask, { site }) => ask('/api/v1/install', { site }),
  partial: ({ snippet, versions, isExample }) => {
    if (snippet === '' || versions.length === 0)
      return 'The tag is not built on this node: run npm run build, then start it again.'
    return isExample ? EXAMPLE : undefined
  },
  table: ({ versions }) => ({
    columns: [{ name: 'version' }, { name: 'address' }, { name: 'integrity' }],
    rows: versions.map(({ version, url, integrity }) => [version, url, integrity]),
  }),
  draw: ({ snippet, script, versions }) => (
    <>
      {snippet !== '' && <Copy text={snippet} label="the snippet" />}
      {script !== '' && (
        <details class="more">
          <summary>Or one element, where inline scripts are not wanted</summary>
          <Copy text={script} label="the script element" />
        </details>
      )}
      <p class="soft">
        Around each list the page puts the token that came with it: <code>{'<section data-wayside="…">'}</code>. The
        links stay as they are.
      </p>
      <dl class="facts">
        {versions.map(({ version, url, integrity }) => (
          <div key={version}>
            <dt>Tag {version}</dt>
            <dd>
              <code>{url}</code>
              <code>{integrity}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  ),
}

export const policyTile: Tile<InstallAnswer> = {
  name: 'policy',
  title: 'If the page has a Content Security Policy',
  about: ({ site }, facts) =>
    facts?.origins
      ? `Only pages of ${facts.origins.join(', ')} count for ${site}`
      : `Pages of any origin count for ${site}`,
  get: (ask, { site }) => ask('/api/v1/install', { site }),
  partial: ({ isExample }) => (isExample ? EXAMPLE : undefined),
  table: ({ policy }) => ({
    columns: [{ name: 'directive' }, { name: 'needs' }],
    rows: policy.map(({ directive, needs }) => [directive, needs]),
  }),
  draw: ({ policy }) => (
    <Copy text={policy.map(({ directive, needs }) => `${directive} ${needs};`).join('\n')} label="the policy lines" />
  ),
}
