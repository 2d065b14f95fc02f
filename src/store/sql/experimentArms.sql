-- The six sums of each variant that an experiment is judged by, of experimentUnits. A unit that saw several variants counts under none, and is told apart.
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
FROM (/*{units}*/)
GROUP BY arm
ORDER BY arm
