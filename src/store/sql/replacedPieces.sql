-- How many pieces builds up to one have replaced, and the newest build.
SELECT (SELECT max(build) FROM builtSlices) AS build, countIf(build <= {upTo:UInt64}) AS replaced FROM replacedPieces
