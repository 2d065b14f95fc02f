-- The same six sums of the units first shown in each step of time. A unit that saw several variants counts under none.
SELECT
    arm AS variant,
    intDiv(toUnixTimestamp64Milli(firstAt) - {start:Int64}, {stepMs:Int64}) AS step,
    count() AS units,
    sum(over) AS sumOver,
    sum(under) AS sumUnder,
    sum(over * over) AS sumOverSquared,
    sum(under * under) AS sumUnderSquared,
    sum(over * under) AS sumOverUnder
FROM (/*{units}*/)
WHERE NOT crossed
GROUP BY arm, step
ORDER BY step, arm
