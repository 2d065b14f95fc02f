-- Lists signed in one of four ranges that have events in the store; at most `rows` of them. For loads of so many lists that binding each costs
-- more than reading these.
SELECT DISTINCT list
FROM events
WHERE site IN {sites:Array(String)}
    AND
    (
        issuedAt BETWEEN {from0:UInt32} AND {to0:UInt32} OR issuedAt BETWEEN {from1:UInt32} AND {to1:UInt32}
        OR issuedAt BETWEEN {from2:UInt32} AND {to2:UInt32} OR issuedAt BETWEEN {from3:UInt32} AND {to3:UInt32}
    )
LIMIT {rows:UInt32}
