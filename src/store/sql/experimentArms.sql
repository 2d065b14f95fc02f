-- The six sums of each variant that an experiment is judged by. A unit (a list, or a visitor) counts under the variant of its
-- impressions; one that saw several variants counts under none, and is told apart.
SELECT
    arm AS variant,
    countIf(NOT crossed) AS units,
    countIf(crossed) AS crossing,
    sumIf(over, NOT crossed) AS sumOver,
    sumIf(under, NOT crossed) AS sumUnder,
    sumIf(over * over, NOT crossed) AS sumOverSquared,
    sumIf(under * under, NOT crossed) AS sumUnderSquared,
    sumIf(over * under, NOT crossed) AS sumOverUnder,
    toUnixTimestamp64Milli(min(firstAt)) AS firstAt,
    toUnixTimestamp64Milli(max(lastAt)) AS lastAt
FROM
(
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
)
GROUP BY arm
ORDER BY arm
