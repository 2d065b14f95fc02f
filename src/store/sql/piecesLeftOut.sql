-- The pieces that a reader leaves out: those that a build up to his replaced, and those of touched slices.
SELECT toString(piece) AS piece FROM replacedPieces WHERE build <= {build:UInt64}
UNION DISTINCT
SELECT toString(piece) AS piece FROM builtSlices
WHERE (toString(site), slice) IN (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})))
