-- Sums by hours or days of a zone of plain rows, or of one element of each: on time, without money, and each of a list of its own, but for those lists that may stand in
-- several rows. Of such a list one row at least is not at home (migration 7). `at0` is a text of an hour's Unix time or of a day.
WITH list IN (/*{strays}*/) AS isAgain
SELECT
    toString(/*{step}*/) AS at0, quarter < {splitQuarter:UInt32} AS isBefore, '' AS ofReason, '' AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, toUInt64(0) AS clickedLate, toUInt64(0) AS ordered,
    shown + viewed + clicked AS happened, toUInt64(0) AS lates, toFloat64(0) AS paid, toUInt64(0) AS orderedFor,
    countIf(impressions > 0 AND NOT isAgain) AS shownOnce, countIf(clicks > 0 AND NOT isAgain) AS clickedOnce,
    uniqExactStateIf(list, impressions > 0 AND isAgain) AS shownIn, uniqExactStateIf(list, clicks > 0 AND isAgain) AS clickedIn
FROM (/*{rows}*/)
GROUP BY at0, isBefore
