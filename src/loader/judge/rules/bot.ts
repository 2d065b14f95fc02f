// Known bots and spiders (rule M4), by the list of the isbot package. The image proxies of mail services fetch when a person opens the
// mail, so on the pixel route they stand for that person.
import { isbot } from 'isbot'
import { memo } from '../memo.ts'
import type { Rule } from '../rule.ts'

const MAIL_PROXY = /\b(?:GoogleImageProxy|YahooMailProxy)\b/
const isBotAgent = memo((agent) => isbot(agent))

export const bot: Rule = {
  reason: 'bot',
  broken: (facts) =>
    facts.agent !== undefined &&
    isBotAgent(facts.agent) &&
    !(facts.route === 'pixel' && facts.type === 'impression' && MAIL_PROXY.test(facts.agent)),
}
