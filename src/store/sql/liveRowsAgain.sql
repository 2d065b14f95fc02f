-- Those rows that liveRows gave, of a range of whole quarters of an hour.
SELECT /*{columns}*/ FROM format('TSV', {structure:String}, {live:String}) WHERE quarter >= {fromQuarter:UInt32} AND quarter < {toQuarter:UInt32} AND /*{which}*/
