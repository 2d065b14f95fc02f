-- The units of an experiment (a list, or a visitor), each under the variant of its first impression, with what a figure is made of. One that saw several
-- variants has crossed.
SELECT
    /*{unit}*/ AS unit,
    argMinIf(toString(variant), at, type = 'impression') AS arm,
    uniqExactIf(variant, type = 'impression') > 1 AS crossed,
    countIf(type = 'impression') AS impressions,
    countIf(type = 'view') AS views,
    countIf(type = 'click') AS clicks,
    countIf(type = 'conversion') AS conversions,
    toFloat64(sumIf(value, type = 'conversion' AND currency = {currency:String})) AS worth,
    minIf(at, type = 'impression') AS firstAt,
    maxIf(at, type = 'impression') AS lastAt,
    toFloat64(/*{over}*/) AS over,
    toFloat64(/*{under}*/) AS under
FROM events FINAL
WHERE site = {site:String} AND reason = '' AND /*{unit}*/ != ''
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
    AND ({placement:String} = '' OR placement = {placement:String} OR type = 'conversion')
GROUP BY unit
HAVING impressions > 0
