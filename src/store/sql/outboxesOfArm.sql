-- Outboxes that were shown one variant and no other, as far as we heard: their loss is that arm's.
outbox IN
(
    SELECT outbox FROM events
    WHERE site IN {sites:Array(String)} AND type = 'impression' AND outbox != toFixedString('', 16)
        AND ({armPlacement:String} = '' OR placement = {armPlacement:String})
        AND at >= fromUnixTimestamp64Milli({armFrom:Int64}) AND at < fromUnixTimestamp64Milli({armTo:Int64})
    GROUP BY outbox
    HAVING uniqExact(variant) = 1 AND any(variant) = {arm:String}
)
