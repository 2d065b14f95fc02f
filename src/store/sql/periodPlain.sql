-- Sums by hours or days of a zone of plain rows, or of one element of each: on time, without money, and each of a list of its own until periodLists says otherwise.
-- `at0` is a text of an hour's Unix time or of a day.
SELECT
    toString(/*{step}*/) AS at0, quarter < {splitQuarter:UInt32} AS isBefore, '' AS ofReason, '' AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, toUInt64(0) AS clickedLate, toUInt64(0) AS ordered,
    shown + viewed + clicked AS happened, toUInt64(0) AS lates, toFloat64(0) AS paid, toUInt64(0) AS orderedFor,
    countIf(impressions > 0) AS listsShown, countIf(clicks > 0) AS listsClicked
FROM (/*{rows}*/)
GROUP BY at0, isBefore
