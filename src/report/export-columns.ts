// The columns of exports. They only ever grow at the end: a file written last year reads the same.

/** Which columns: everything that training needs, or those of the Open Bandit Dataset. */
export type ExportColumns = 'training' | 'open-bandit'

/** The row's own, or what the service told of this place of the list when it served it. */
const PROPENSITY = 'multiIf(NOT isNaN(propensity), propensity, isTold, toldPropensity, NULL)'

/** Column → how it is computed. Nothing from outside stands here. */
const TRAINING: Readonly<Record<string, string>> = {
  id: 'UUIDNumToString(id)',
  at: 'at',
  receivedAt: 'receivedAt',
  late: 'late',
  skewed: 'skewed',
  verdict: "if(reason = '', 'counted', reason)",
  rules: 'rules',
  site: '{site:String}',
  list: 'list',
  placement: 'placement',
  variant: 'variant',
  item: 'item',
  position: 'if(position = 0, NULL, position)',
  seenPosition: 'if(seenPosition = 0, NULL, seenPosition)',
  propensity: PROPENSITY,
  viewed: 'toBool(notEmpty(ownViews) OR notEmpty(ownClicks))',
  clicked: 'toBool(notEmpty(ownClicks))',
  clicks: 'toUInt32(length(ownClicks))',
  clickedAt: 'if(notEmpty(ownClicks), ownClicks[1].1, NULL)',
  clickReasons: 'ownReasons',
  conversions: 'if(isCredited, conversions, 0)',
  refunds: 'if(isCredited, refunds, 0)',
  valueByCurrency: 'if(isCredited, valueByCurrency, map())',
  device: 'device',
  engine: 'engine',
  country: 'country',
  route: 'route',
  visitor: 'visitor',
}

/** Saito et al., "Open Bandit Dataset and Pipeline", arXiv:2008.07146: one row an item shown, times in UTC, rewards 0 or 1. */
const OPEN_BANDIT: Readonly<Record<string, string>> = {
  timestamp: 'addMicroseconds(toDateTime64(at, 6), micros)',
  item_id: 'item',
  position: 'position',
  click: 'toUInt8(notEmpty(ownClicks))',
  propensity_score: PROPENSITY,
}

/** Text for the statement. @param numericItems all items are whole numbers, as the Open Bandit Pipeline takes them @param textTime times as text, with their offset */
export function columnsText(columns: ExportColumns, numericItems: boolean, textTime: boolean): string {
  const own = columns === 'training' ? TRAINING : OPEN_BANDIT
  return Object.entries(own)
    .map(([name, how]) => {
      if (name === 'item_id' && numericItems) return 'toInt64(item) AS item_id'
      if (name === 'timestamp' && textTime) return `concat(toString(${how}), '+00:00') AS ${name}`
      // Named apart from the table's own columns, which the expressions mean.
      return `${how} AS \`${name}\``
    })
    .join(', ')
}
