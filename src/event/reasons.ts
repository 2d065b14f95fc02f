// Why an event does not count: the closed list of reasons, with one line of explanation each for reports, books and docs.
// The order is the order in which the books charge an event that has several. `docs/reference/rules.md` is held in step by a test.

/** Every reason, see {@link REASONS}. An event without a reason counts. */
export type Reason =
  | 'not_from_server'
  | 'no_consent'
  | 'malformed'
  | 'forged'
  | 'no_token'
  | 'not_in_list'
  | 'expired'
  | 'prefetch'
  | 'bot'
  | 'non_browser'
  | 'data_centre'
  | 'foreign_origin'
  | 'untrusted'
  | 'hidden'
  | 'rate'
  | 'repeat'

/** What each reason means, in the order of precedence. */
export const REASONS: Readonly<Record<Reason, string>> = {
  not_from_server: 'A page said what was served; only the service itself may.',
  no_consent: 'The site counts only visitors who agreed, and this one had not.',
  malformed: 'The list token could not be read.',
  forged: 'The list token was not signed by a live key of this site.',
  no_token: 'No list token came with it, so it follows from no list that was served.',
  not_in_list: 'The item is not in the signed list.',
  expired: 'The list had expired when it happened.',
  prefetch: 'A browser was fetching ahead or prerendering, or a program asked by HEAD; nobody had opened the page.',
  bot: 'The user agent is a known bot or spider.',
  non_browser: 'The user agent is missing or is no browser.',
  data_centre: 'The address belongs to a data centre on the list in use.',
  foreign_origin: 'The page is not on one of the origins that the site allows.',
  untrusted: 'A script made the click; no person did.',
  hidden: 'The link was invisible, or 0×0 or 1×1 pixels large.',
  rate: 'More clicks in a minute than a person can make.',
  repeat: 'The same item of the same list by the same visitor, within the published window.',
}
