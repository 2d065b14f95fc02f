-- These slices are built, also those that hold nothing any more.
INSERT INTO builtSlices (site, slice, build, piece)
SELECT slot.1, slot.2, {build:UInt64}, cityHash64(slot.1, slot.2, {build:UInt64})
FROM (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})) AS slot)
