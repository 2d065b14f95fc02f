-- Net figures by hours or days of a zone, from rolled-up rows that count, or their elements; both periods at once. No lists are counted, so no names are compared.
-- `at0` is a text of an hour's Unix time or of a day.
SELECT
    toString(/*{step}*/) AS at0, quarter < {splitQuarter:UInt32} AS isBefore,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, sumIf(clicks, late) AS clickedLate, sum(conversions) AS ordered
FROM (/*{rows}*/)
GROUP BY at0, isBefore
ORDER BY isBefore, at0
