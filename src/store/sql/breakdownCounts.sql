-- Counts for breakdown by one dimension, from rolled-up rows; the range begins at a quarter of an hour.
SELECT '/*{dimension}*/' AS dimension, toString(/*{dimension}*/) AS name,
    sumIf(impressions, quarter >= {splitQuarter:UInt32}) AS impressions, sumIf(views, quarter >= {splitQuarter:UInt32}) AS views,
    sumIf(clicks, quarter >= {splitQuarter:UInt32}) AS clicks,
    sumIf(impressions, quarter < {splitQuarter:UInt32}) AS impressionsBefore, sumIf(clicks, quarter < {splitQuarter:UInt32}) AS clicksBefore
FROM (SELECT /*{dimension}*/, quarter, impressions AS impressions, views AS views, clicks AS clicks FROM (/*{rows}*/) WHERE true /*{only}*/)
GROUP BY /*{dimension}*/
