-- What the build of these slices replaces, once it is noted.
INSERT INTO replacedPieces (build, piece)
SELECT {build:UInt64}, piece FROM builtSlices
WHERE build < {build:UInt64} AND (toString(site), slice) IN (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})))
