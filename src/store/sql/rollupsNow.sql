-- Those rows that are built, of a range of whole quarters of an hour.
SELECT /*{columns}*/
FROM rollups
WHERE /*{site}*/ AND quarter >= {fromQuarter:UInt32} AND quarter < {toQuarter:UInt32} AND build <= {build:UInt64} /*{without}*/ AND /*{which}*/
