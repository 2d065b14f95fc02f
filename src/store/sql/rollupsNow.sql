-- Those rows that are built, of a range of whole quarters of an hour. Columns are read in the order of the conditions, of rows that met those before: the one that leaves
-- fewest comes first, since nearly all rows meet the others.
SELECT /*{columns}*/
FROM rollups
PREWHERE /*{which}*/ AND /*{site}*/ AND quarter >= {fromQuarter:UInt32} AND quarter < {toQuarter:UInt32} AND build <= {build:UInt64} /*{without}*/
