-- The six sums of each variant that an experiment is judged by, of the units first shown in each step of time. A unit (a list, or a visitor) counts under the variant of its
-- impressions; one that saw several variants counts under none, and is told apart.
SELECT
    arm AS variant,
    intDiv(toUnixTimestamp64Milli(firstAt) - {start:Int64}, {stepMs:Int64}) AS step,
    count() AS units,
    sum(over) AS sumOver,
    sum(under) AS sumUnder,
    sum(over * over) AS sumOverSquared,
    sum(under * under) AS sumUnderSquared,
    sum(over * under) AS sumOverUnder
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
WHERE NOT crossed
GROUP BY arm, step
ORDER BY step, arm
