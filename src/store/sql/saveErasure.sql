-- The proof of an erasure.
INSERT INTO erasures (erasure, kind, site, subject, events, copies, records, quarantined, erasedAt)
SELECT {erasure:UInt64}, {kind:String}, {site:String}, {subject:String}, {events:UInt64}, {copies:UInt64}, {records:UInt64}, {quarantined:UInt64},
    fromUnixTimestamp64Milli({now:Int64})
